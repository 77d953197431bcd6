package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.protocol.Request;
import footfall.actors.protocol.Step;
import footfall.scenarios.Scenario;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every routing policy keeps to; a subclass for each. */
abstract class PolicyContract {
  private static final ScenarioReader READER = new ScenarioReader();

  static final int SMALL = 0;
  static final int LARGE = 1;
  static final int SPARE = 2;

  private static final String SPARE_POOL =
      "spare: {kind: llm, service: {time: 500ms}, slots: 1, cost: {perMillionOutputTokens: $9}}";

  /** The policy as it stands in a scenario with the pools small, large and spare. */
  abstract String yaml();

  final Scenario scenario() {
    return scenario(yaml());
  }

  static Scenario scenario(String routing) {
    String text =
        """
        name: policy
        horizon: 1h
        arrivals: {poisson: {rate: 1/s}}
        shoppers:
          hindi: {share: 0.5, priority: 0, languages: {hindi: {share: 1}}, intents: {start: {find: 1}, states: {find: {}}}}
          plain: {share: 0.5, priority: 1}
        pools:
          small: {service: {time: 1s}, slots: 2, cost: {perMillionOutputTokens: $1}}
          large: {kind: llm, service: {time: 2s}, slots: 4, cost: {perMillionOutputTokens: $3}}
          %s
        routing: {%s}
        """
            .formatted(routing.contains("spare") ? SPARE_POOL : "", routing);
    return parse(text);
  }

  static Scenario parse(String text) {
    try {
      Path file = Files.createTempFile("policy", ".yaml");
      try {
        return READER.read(Files.writeString(file, text), List.of()).scenario();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Request request(long shopper, int turn, long nowNanos) {
    return request(shopper, turn, nowNanos, Step.ONLY, 0);
  }

  static Request request(long shopper, int turn, long nowNanos, Step step, int priority) {
    long key = Streams.entity(7, shopper);
    return new Request(
        shopper,
        turn,
        4,
        priority,
        priority,
        10,
        1_000,
        0,
        nowNanos,
        Long.MAX_VALUE,
        key,
        step,
        null,
        null);
  }

  private List<Integer> choices(Scenario scenario) {
    RoutingPolicy policy = Policies.of(scenario, 3);
    Loads loads = new Loads(scenario);
    List<Integer> choices = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      long now = i * 100_000_000L;
      int pool = policy.choose(request(i / 4, i % 4, now), loads);
      if (pool != RoutingPolicy.NOWHERE) {
        loads.sent(pool, now);
        if (i % 3 == 0) {
          loads.left(pool, now);
        }
      }
      choices.add(pool);
    }
    return choices;
  }

  @Test
  void choosesOnlyAmongItsPools() {
    Scenario scenario = scenario();
    List<String> pools = scenario.routing().policy().pools();

    assertThat(choices(scenario))
        .extracting(pool -> scenario.pools().get(pool).name())
        .allMatch(pools::contains);
  }

  @Test
  void choosesTheSameAgain() {
    assertThat(choices(scenario())).isEqualTo(choices(scenario()));
  }

  @Test
  void looksAtLoadsOnlyIfItSaysSo() {
    RoutingPolicy idle = Policies.of(scenario(), 3);
    RoutingPolicy busy = Policies.of(scenario(), 3);
    Loads none = new Loads(scenario());
    Loads many = new Loads(scenario());
    for (int i = 0; i < 100; i++) {
      many.sent(i % 2, 0);
    }
    boolean differs = false;
    for (int i = 0; i < 200; i++) {
      differs |= idle.choose(request(i, 0, i), none) != busy.choose(request(i, 0, i), many);
    }

    if (!idle.looksAtLoads()) {
      assertThat(differs).isFalse();
    }
  }
}
