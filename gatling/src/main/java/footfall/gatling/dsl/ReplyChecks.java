package footfall.gatling.dsl;

import footfall.gatling.wire.Exchange;
import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.check.Check;
import io.gatling.core.check.Check$;
import io.gatling.core.check.CheckMaterializer;
import io.gatling.core.check.Extractor;
import io.gatling.core.session.Session;
import io.gatling.http.check.HttpCheck;
import io.gatling.http.response.Response;
import io.gatling.http.response.StringResponseBody;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.http.internal.HttpCheckType;
import io.gatling.javaapi.http.internal.HttpChecks;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/** Looks at a reply as it was asked to: by checks of ours, and by Gatling's for HTTP. Stateless. */
final class ReplyChecks {
  private static final int OK = 200;

  /** Those that look at a {@link Reply}. */
  private enum OfReplies implements CheckBuilder.CheckType {
    REPLY
  }

  /** A reply as checks of ours have it: as it is. */
  private static final class AsItIs extends CheckMaterializer<Object, Check<Reply>, Reply, Reply> {
    AsItIs() {
      super(check -> check);
    }

    @Override
    public scala.Function1<Reply, Validation<Reply>> preparer() {
      return Success::new;
    }
  }

  private final scala.collection.immutable.List<Check<Reply>> ours;
  private final scala.collection.immutable.List<Check<Response>> gatlings;
  private final boolean judgeStatus;

  ReplyChecks(List<CheckBuilder> builders) {
    List<Check<Reply>> ofReplies = new ArrayList<>();
    List<CheckBuilder> others = new ArrayList<>();
    for (CheckBuilder builder : builders) {
      if (builder.type() == OfReplies.REPLY) {
        ofReplies.add(materialized(builder));
      } else {
        others.add(builder);
      }
    }
    List<Check<Response>> ofResponses = new ArrayList<>();
    for (HttpCheck check : CollectionConverters.asJava(HttpChecks.toScalaChecks(others))) {
      ofResponses.add(check);
    }
    judgeStatus = others.stream().anyMatch(check -> check.type() == HttpCheckType.Status);
    ours = CollectionConverters.asScala(ofReplies).toList();
    gatlings = CollectionConverters.asScala(ofResponses).toList();
  }

  /** Whether the status of a response is theirs to judge. */
  boolean judgeStatus() {
    return judgeStatus;
  }

  @SuppressWarnings("unchecked")
  private static Check<Reply> materialized(CheckBuilder builder) {
    return ((io.gatling.core.check.CheckBuilder<Object, Reply>) builder.asScala())
        .build(new AsItIs());
  }

  /**
   * What came of the checks.
   *
   * @param session with what they keep in it
   * @param problem why one does not hold; empty if all hold
   */
  record Checked(Session session, String problem) {}

  /** Looks at a reply. */
  Checked check(Reply reply, Session session, FootfallProtocol.Components parts) {
    Tuple2<Session, Option<Failure>> first = Check$.MODULE$.check(reply, session, ours);
    if (gatlings.isEmpty()) {
      return checked(first);
    }
    Tuple2<Session, Option<Failure>> second =
        Check$.MODULE$.check(response(reply, parts), first._1(), gatlings);
    return first._2().isDefined()
        ? new Checked(second._1(), first._2().get().message())
        : checked(second);
  }

  private static Checked checked(Tuple2<Session, Option<Failure>> told) {
    return new Checked(told._1(), told._2().isDefined() ? told._2().get().message() : "");
  }

  private static Response response(Reply reply, FootfallProtocol.Components parts) {
    Exchange exchange = reply.exchange();
    return new Response(
        exchange.request(),
        parts.epochMillis(reply.startNanos()),
        parts.epochMillis(reply.endNanos()),
        HttpResponseStatus.valueOf(exchange.status() == 0 ? OK : exchange.status()),
        exchange.headers(),
        new StringResponseBody(reply.body(), StandardCharsets.UTF_8),
        Map$.MODULE$.empty(),
        false);
  }

  static CheckBuilder.Find<Double> timeToFirstToken() {
    return find("timeToFirstToken", Double.class, reply -> Optional.of(reply.timeToFirstToken()));
  }

  static CheckBuilder.Find<Double> interTokenLatency() {
    return find(
        "interTokenLatency",
        Double.class,
        reply -> reply.interTokenLatency().stream().boxed().findFirst());
  }

  static CheckBuilder.Find<Integer> outputTokens() {
    return find("outputTokens", Integer.class, reply -> Optional.of(reply.outputTokens()));
  }

  static CheckBuilder.Find<Integer> inputTokens() {
    return find(
        "inputTokens", Integer.class, reply -> reply.inputTokens().stream().boxed().findFirst());
  }

  static CheckBuilder.Find<String> finishReason() {
    return find("finishReason", String.class, Reply::finishReason);
  }

  static CheckBuilder.Find<List<String>> toolCalls() {
    return find(
        "toolCalls", List.class, reply -> Optional.of(reply.tools()).filter(t -> !t.isEmpty()));
  }

  static CheckBuilder.Find<String> replyText() {
    return find("replyText", String.class, reply -> Optional.of(reply.text()));
  }

  private static <X> CheckBuilder.Find<X> find(
      String name, Class<?> type, Function<Reply, Optional<X>> value) {
    Extractor<Reply, X> extractor =
        new Extractor<>() {
          @Override
          public String name() {
            return name;
          }

          @Override
          public String arity() {
            return "find";
          }

          @Override
          public Validation<Option<X>> apply(Reply reply) {
            Optional<X> found = value.apply(reply);
            return new Success<>(found.isPresent() ? Option.apply(found.get()) : Option.empty());
          }
        };
    return new CheckBuilder.Find.Default<>(
        new io.gatling.core.check.CheckBuilder$Find$Default<Object, Reply, X>(
            session -> new Success<>(extractor), true),
        OfReplies.REPLY,
        type,
        Function.identity());
  }
}
