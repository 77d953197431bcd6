package footfall.gatling;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import footfall.gatling.shoppers.Prompts;
import footfall.gatling.shoppers.VirtualUser;
import footfall.gatling.shoppers.VirtualUserFeeder;
import footfall.gatling.wire.Dialect;
import footfall.gatling.wire.Target;
import footfall.scenarios.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The first requests of a load test as they would be sent. Stateless. */
public final class DryRun {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int REQUESTS = 3;

  private DryRun() {}

  /**
   * The first request of each of the first shoppers: when it is due, where it goes, its headers
   * without the key, and its body. What a target turns out not to understand is still in it.
   */
  public static List<String> requests(
      LoadSettings settings, Scenario scenario, Optional<Prompts> prompts) {
    String model = settings.model().isEmpty() ? scenario.name() : settings.model();
    Dialect dialect = Dialect.unknown(model, settings.replies());
    VirtualUserFeeder feeder =
        new VirtualUserFeeder(scenario, dialect, settings.replies(), prompts);
    List<String> requests = new ArrayList<>();
    for (int shopper = 0; shopper < Math.min(REQUESTS, feeder.count()); shopper++) {
      requests.add(request(settings.target(), model, feeder.next()));
    }
    return requests;
  }

  private static String request(Target target, String model, VirtualUser user) {
    StringBuilder told = new StringBuilder();
    told.append(
        String.format(
            Locale.ROOT,
            "# after %.3f s%nPOST %s%n",
            user.dueNanos() / 1e9,
            target.completions(model)));
    for (Map.Entry<String, String> header : target.allHeaders().entrySet()) {
      boolean isKey = header.getKey().equals(target.keyHeader());
      told.append(header.getKey())
          .append(": ")
          .append(isKey ? "$" + target.keyVariable() : header.getValue())
          .append(System.lineSeparator());
    }
    told.append("Content-Type: application/json").append(System.lineSeparator());
    try {
      told.append(JSON.writeValueAsString(JSON.readTree(user.call().body())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return told.append(System.lineSeparator()).toString();
  }
}
