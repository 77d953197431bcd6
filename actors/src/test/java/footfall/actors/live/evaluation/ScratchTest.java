package footfall.actors.live.evaluation;

import footfall.actors.live.shop.Shelves;
import footfall.reports.evaluation.*;
import footfall.scenarios.reading.EvaluationReader;
import footfall.scenarios.retail.Catalog;
import java.nio.file.*;
import java.util.*;
import org.junit.jupiter.api.Test;

class ScratchTest {
  @Test
  void look() throws Exception {
    Path f = Files.createTempFile("x", ".yaml");
    Files.writeString(
        f,
        """
        name: x
        horizon: 1min
        arrivals: {poisson: {rate: 1/s}}
        shoppers:
          everyone:
            languages: {english: {share: 0.4}, hindi: {share: 0.2}, roman-hindi: {share: 0.1}, hinglish: {share: 0.3}}
        pools:
          tiny: {model: measured/footfall-tiny, workers: 1, backend: {local: {model: embedded/footfall-tiny, precision: fp32}}}
          tiny8: {model: measured/footfall-tiny, workers: 1, backend: {local: {model: embedded/footfall-tiny, precision: int8}}}
        routing: {ratio: {tiny: 1, tiny8: 0}}
        evaluation: {history: 1, replyTokens: 64}
        """);
    var read = new EvaluationReader().read(f, List.of());
    try (Shelves shelves = new Shelves(Catalog.of(1, read.evaluation().products()))) {
      Examination e =
          new Examination(read.resolved().scenario(), read.evaluation(), Path.of("."), shelves);
      for (int pool = 0; pool < 2; pool++) {
        var x = e.examine(pool, p -> {});
        List<Marks> marks = new ArrayList<>();
        for (var c : x.conversations())
          marks.add(Marks.of(c, shelves.catalog(), read.evaluation().satisfaction()));
        System.out.printf(
            "pool %d: %.1f s, %d requests, rss %.0f MB before %.0f, turns %d%n",
            pool,
            x.seconds(),
            x.requests().size(),
            x.residentBytes() / 1e6,
            x.residentBytesBefore() / 1e6,
            x.conversations().stream().mapToInt(c -> c.turns().size()).sum());
        for (String m : Marks.MEASURES)
          System.out.printf(
              "  %s %.4f%n",
              m,
              marks.stream()
                  .mapToDouble(k -> k.of(m))
                  .filter(v -> !Double.isNaN(v))
                  .average()
                  .orElse(Double.NaN));
        Map<Breakdown, Integer> b = new TreeMap<>();
        marks.forEach(k -> k.breakdowns().forEach(y -> b.merge(y, 1, Integer::sum)));
        System.out.println(b);
        Map<String, double[]> byi = new TreeMap<>();
        marks.forEach(
            k ->
                k.turns()
                    .forEach(
                        t -> {
                          var d = byi.computeIfAbsent(t.intent(), q -> new double[2]);
                          d[0]++;
                          d[1] += t.toolSelection();
                        }));
        byi.forEach((k, v) -> System.out.printf("  %s n %.0f tools %.3f%n", k, v[0], v[1] / v[0]));
        if (pool == 0)
          for (int i = 0; i < 12; i++) {
            var c = x.conversations().get(i);
            System.out.println(
                "--- "
                    + c.language()
                    + " "
                    + c.taste().item().map(w -> w.key())
                    + " "
                    + c.taste().color().key()
                    + " "
                    + c.taste().style().key()
                    + " "
                    + c.taste().budget()
                    + " success "
                    + c.success());
            for (var t : c.turns())
              System.out.println(
                  "  S: "
                      + t.said().text()
                      + "\n    -> "
                      + t.calls()
                      + " "
                      + t.results()
                      + "\n    A: "
                      + t.reply()
                      + " "
                      + t.ending()
                      + " want "
                      + t.said().call().map(q -> q.text()));
          }
      }
    }
  }
}
