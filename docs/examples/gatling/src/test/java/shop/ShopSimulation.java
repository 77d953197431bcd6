package shop;

import static footfall.gatling.dsl.FootfallDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;

import footfall.gatling.dsl.FootfallProtocolBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;

/** Replays the dialogues of dialogues.jsonl and limits the time to the first token. */
public class ShopSimulation extends Simulation {
  FootfallProtocolBuilder shop =
      footfall
          .baseUrl(System.getProperty("target", "http://127.0.0.1:8080"))
          .model(System.getProperty("model", "live-hybrid"))
          .recordFirstTokens();

  ScenarioBuilder shoppers =
      scenario("shoppers")
          .feed(dialogues("src/test/resources/dialogues.jsonl").random())
          .foreach("#{turns}", "turn").on(
              exec(chat("turn").conversation("talk").system("#{system}").user("#{turn}").maxTokens(60)
                  .check(timeToFirstToken().lt(10_000.0), replyText().exists()))
              .pause(1, 3));

  {
    setUp(shoppers.injectOpen(rampUsersPerSec(0.5).to(2).during(20), constantUsersPerSec(2).during(20)))
        .protocols(shop)
        .assertions(
            details("turn: first token").responseTime().percentile(95).lt(3_000),
            details("turn").failedRequests().percent().lt(1.0));
  }
}
