package footfall.serving.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.actors.protocol.Exchange.Usage;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.serving.exchange.LiveExchange.Visit;
import footfall.serving.gateway.ReplyWriter.Said;
import footfall.serving.gateway.ReplyWriter.Visited;
import java.util.Locale;

/** Where a reply came from and how long it took, beside what the APIs foresee. Stateless. */
final class Metrics {
  private static final double NANOS_PER_MILLI = 1e6;

  private Metrics() {}

  static void write(ObjectNode node, Said said) {
    Completed completed = said.completed();
    node.put("pool", said.pool());
    node.put("worker", completed.worker());
    long submitted = completed.request().firstSubmittedNanos();
    int tokens = completed.request().streamedTokens();
    double generation = completed.endedNanos() - completed.firstTokenNanos();
    long waited = completed.request().waitedNanos() + completed.waitNanos();
    node.put("time_to_first_token_ms", (completed.firstTokenNanos() - submitted) / NANOS_PER_MILLI);
    node.put("generation_time_ms", generation / NANOS_PER_MILLI);
    node.put("queue_time_ms", waited / NANOS_PER_MILLI);
    if (tokens > 1 && generation > 0) {
      node.put("mean_itl_ms", generation / (tokens - 1) / NANOS_PER_MILLI);
      node.put("tokens_per_second", (tokens - 1) / generation * 1e9);
    } else {
      node.putNull("mean_itl_ms");
      node.putNull("tokens_per_second");
    }
    if (!said.visits().isEmpty()) {
      said.visits().forEach(visited -> write(node.withArray("visits").addObject(), visited));
    }
  }

  /** Times count from the submission of the request. */
  private static void write(ObjectNode node, Visited visited) {
    Visit visit = visited.visit();
    RequestOutcome outcome = visit.outcome();
    long submitted = outcome.request().firstSubmittedNanos();
    node.put("pool", visited.pool());
    node.put("part", visit.part().name().toLowerCase(Locale.ROOT));
    node.put("outcome", outcome(outcome));
    node.put("submitted_ms", (outcome.request().submittedNanos() - submitted) / NANOS_PER_MILLI);
    if (outcome instanceof Completed completed) {
      node.put("worker", completed.worker());
      node.put("started_ms", (completed.startedNanos() - submitted) / NANOS_PER_MILLI);
      node.put("first_token_ms", (completed.firstTokenNanos() - submitted) / NANOS_PER_MILLI);
    }
    node.put("ended_ms", (outcome.endedNanos() - submitted) / NANOS_PER_MILLI);
    Usage usage = visit.usage();
    if (usage != null) {
      node.put("prompt_tokens", usage.input());
      node.put("cached_tokens", usage.cached());
      node.put("completion_tokens", usage.output());
    }
    if (!Double.isNaN(visit.confidence())) {
      node.put("confidence", visit.confidence());
    }
  }

  private static String outcome(RequestOutcome outcome) {
    return outcome instanceof Failed failed
        ? failed.failure().key()
        : outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
