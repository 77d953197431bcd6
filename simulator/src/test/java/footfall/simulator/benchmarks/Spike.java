package footfall.simulator.benchmarks;

import footfall.actors.Shopfloor;
import footfall.actors.supervision.RunListener;
import footfall.reports.recording.*;
import footfall.scenarios.*;
import footfall.scenarios.distributions.*;
import footfall.simulator.virtualtime.VirtualTime;
import java.util.*;

public class Spike {
  public static void main(String[] a) {
    int pop = a.length > 1 ? Integer.parseInt(a[1]) : 10000;
    double h = a.length > 0 ? Double.parseDouble(a[0]) : 600;
    Scenario s =
        new Scenario(
            "x",
            "",
            1,
            1,
            (long) (h * 1e9),
            new WarmUp.None(),
            false,
            new Arrivals.Closed(pop),
            List.of(
                new ShopperClass(
                    "all",
                    1,
                    0,
                    new Constant(1),
                    new Constant(12),
                    new Constant(60),
                    new Exponential(10),
                    Optional.empty())),
            List.of(
                new PoolSpec(
                    "p",
                    PoolSpec.Kind.SLM,
                    200,
                    1,
                    PoolSpec.Discipline.FIFO,
                    PoolSpec.Layout.SHARED,
                    PoolSpec.Placement.ROUND_ROBIN,
                    OptionalInt.empty(),
                    new Service(new Exponential(0.18), 0, 0),
                    new Prices(0, 0, 0, 0),
                    new Quality(Map.of(), Map.of()),
                    Optional.empty())),
            new Routing.FixedRatio(Map.of("p", 1.0), Routing.Granularity.TURN),
            List.of(),
            "USD");
    VirtualTime t = VirtualTime.create();
    for (int i = 0; i < 5; i++) {
      long t0 = System.nanoTime();
      ReplicationRecord[] out = new ReplicationRecord[1];
      t.run(
          Shopfloor.create(
              t,
              s,
              0,
              new RunListener() {
                public void progressed(double p) {}

                public void finished(ReplicationRecord r) {
                  out[0] = r;
                  t.stop();
                }

                public long events() {
                  return t.events();
                }
              }));
      double sec = (System.nanoTime() - t0) / 1e9;
      Section sum = Section.sum(out[0].sections());
      System.out.printf(
          "%.3f s, %d turns, %.0f turns/s, %.0f events/s, wait %.6f%n",
          sec,
          sum.completedTurns(),
          sum.completedTurns() / sec,
          out[0].events() / sec,
          sum.pool(0).meanWaitSeconds());
    }
  }
}
