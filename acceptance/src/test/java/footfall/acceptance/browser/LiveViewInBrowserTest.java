package footfall.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import footfall.reports.results.Results.Verdict;
import footfall.reports.results.RunMode;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.serving.dashboard.Dashboard;
import footfall.serving.dashboard.DashboardServer;
import footfall.serving.run.LiveDeployment;
import footfall.simulator.experiments.Simulation;
import footfall.simulator.experiments.WatchedReplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A run that is watched in real Chromium while it goes on. */
class LiveViewInBrowserTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final ResolvedScenario SCENARIO =
      new ScenarioReader()
          .read(
              Path.of("../scenarios/catalog/flash-sale.yaml"),
              List.of(Setting.parse("replications=2")));

  @Test
  void theLivePageFollowsARunToItsEnd() {
    for (int look = 0; look < 2; look++) {
      Dashboard dashboard = new Dashboard(SCENARIO.scenario(), RunMode.SIMULATE);
      try (DashboardServer server = DashboardServer.open(dashboard, 0, LiveDeployment.CONFIG)) {
        CHROMIUM.look(
            server.address(),
            List.of(look == 0 ? 1280 : 390),
            page -> {
              assertThat(page.locator("#now")).containsText("Waiting for the first glance");
              Simulation.run(SCENARIO, "test", new WatchedReplication(part -> {}, dashboard));
              assertThat(page.locator("#now")).containsText("Running, replication");
              assertThat(page.locator("[data-tile=part]")).hasText("100 %");
              assertThat(page.locator("[data-tile=perSecond]")).containsText("/s");
              assertThat(page.locator("[data-tile=cost]")).containsText("$");
              assertThat(page.locator("tr[data-pool] .state").first()).isVisible();
              Assertions.assertThat(page.locator("figure.chart").count()).isEqualTo(7);
              Chromium.chartsAreDrawn(page);
              Chromium.checkAccessible(page);
              dashboard.over(Verdict.FAIL, "It is <b>over</b>.");
              assertThat(page.locator("#now.FAIL")).hasText("It is <b>over</b>.");
            });
      }
    }
  }

  /** What came before is told first, however late somebody looks. */
  @Tag("full")
  @Test
  void whoComesLateHearsWhatWas() throws Exception {
    Dashboard dashboard = new Dashboard(SCENARIO.scenario(), RunMode.SIMULATE);
    try (DashboardServer server = DashboardServer.open(dashboard, 0, LiveDeployment.CONFIG)) {
      Simulation.run(SCENARIO, "test", new WatchedReplication(part -> {}, dashboard));
      dashboard.over(Verdict.PASS, "done");
      HttpResponse<String> events = get(server.address() + "/events");
      Assertions.assertThat(events.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/event-stream");
      Assertions.assertThat(events.body())
          .startsWith("event: glances\ndata: [{\"seconds\":")
          .contains("\"part\":1.0")
          .endsWith("event: over\ndata: {\"verdict\":\"PASS\",\"words\":\"done\"}\n\n");
      Assertions.assertThat(get(server.address() + "/nothing").statusCode()).isEqualTo(404);
      Assertions.assertThat(get(server.address()).body()).contains("Content-Security-Policy");
    }
  }

  @Test
  void aPortThatIsTakenIsOneClearError() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Dashboard dashboard = new Dashboard(SCENARIO.scenario(), RunMode.SIMULATE);
      Assertions.assertThatThrownBy(
              () -> DashboardServer.open(dashboard, taken.getLocalPort(), LiveDeployment.CONFIG))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("cannot be listened at");
    }
  }

  private static HttpResponse<String> get(String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
