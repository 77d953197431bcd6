package footfall.gatling.incidents;

import footfall.gatling.measuring.RunClock;
import footfall.scenarios.incidents.Incident;
import footfall.scenarios.incidents.Incident.Kind;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Begins every incident at its instant of a load test. */
public final class IncidentPlayer {
  private final StagingGateway gateway;
  private final List<Incident> incidents;

  /** A player of these; flash sales are in the arrivals, and nothing is to be done for them. */
  public IncidentPlayer(StagingGateway gateway, List<Incident> incidents) {
    this.gateway = gateway;
    this.incidents =
        incidents.stream().filter(incident -> incident.kind() != Kind.FLASH_SALE).toList();
  }

  /**
   * Sets the timers.
   *
   * @param clock that runs
   * @param broken told where one could not be begun
   */
  public void start(
      RunClock clock, ScheduledExecutorService timers, Consumer<RuntimeException> broken) {
    for (Incident incident : incidents) {
      timers.schedule(
          () -> {
            try {
              gateway.begin(incident);
            } catch (RuntimeException e) {
              broken.accept(e);
            }
          },
          incident.fromNanos() - clock.nowNanos(),
          TimeUnit.NANOSECONDS);
    }
  }
}
