package footfall.serving.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.reports.evaluation.CallMarks;
import footfall.scenarios.dialogues.ToolCall;
import footfall.scenarios.exams.Exam;
import footfall.scenarios.exams.RecordedDialogue.Recorded;
import footfall.scenarios.exams.RecordedDialogue.Turn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a model is told when it calls one of somebody's tools. Thread-safe. */
interface ToolAnswers {
  /**
   * The answer to a call.
   *
   * @param turn in which it is made
   * @param offered names of the tools that were offered
   */
  String to(ToolCall call, Turn turn, Set<String> offered);

  /** As an exam has them answered. */
  static ToolAnswers of(Exam exam) {
    return switch (exam.toolAnswers()) {
      case Exam.RECORDED -> ToolAnswers::recorded;
      case Exam.MOCK ->
          (call, turn, offered) ->
              offered.contains(call.name()) ? "{\"status\": \"ok\"}" : unknown(call);
      default -> new Service(URI.create(exam.toolAnswers()));
    };
  }

  private static String recorded(ToolCall call, Turn turn, Set<String> offered) {
    Optional<Recorded> same =
        turn.calls().stream().filter(each -> CallMarks.isSame(each.call(), call)).findFirst();
    if (same.isPresent()) {
      return same.get().result();
    }
    return offered.isEmpty() || offered.contains(call.name())
        ? "{\"error\": \"nothing was found\"}"
        : unknown(call);
  }

  private static String unknown(ToolCall call) {
    return "{\"error\": \"there is no tool " + call.name() + "\"}";
  }

  /** A service that executes calls: it is sent their name and arguments by POST. */
  final class Service implements ToolAnswers {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI address;
    private final HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    Service(URI address) {
      this.address = address;
    }

    @Override
    public String to(ToolCall call, Turn turn, Set<String> offered) {
      try {
        String body =
            JSON.writeValueAsString(Map.of("name", call.name(), "arguments", call.arguments()));
        HttpResponse<String> response =
            http.send(
                HttpRequest.newBuilder(address)
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        return response.body();
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a call can always be written", e);
      } catch (IOException e) {
        throw new IllegalStateException(
            "the service of tools " + address + " does not answer (" + e + ")", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }
}
