package footfall.reports.rendering.html;

import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.figures.Quantity;
import footfall.reports.rendering.svg.Bars;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Detours;
import footfall.reports.results.Results.Ledger;
import footfall.reports.results.Results.PoolFigures;
import j2html.TagCreator;
import j2html.tags.DomContent;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What went wrong, and what was tried again. */
final class ErrorSection {
  private static final List<String> ENDS = List.of("completed", "rejected", "abandoned", "failed");

  private final Results results;

  ErrorSection(Results results) {
    this.results = results;
  }

  SectionTag section() {
    Ledger.Conversations c = results.ledger().conversations();
    Ledger.Turns t = results.ledger().turns();
    Ledger.Requests r = results.ledger().requests();
    SectionTag section = TagCreator.section(h2("Errors and retries"));
    boolean allWell =
        c.abandoned() + c.failed() + r.rejected() + r.abandoned() + r.failed() == 0
            && results.pools().stream().allMatch(ErrorSection::servedAll)
            && again().isEmpty();
    if (allWell) {
      return section.with(p("None: every request that ended was answered at the first try."));
    }
    section.with(
        figure(
            h3("How it ended"),
            Bars.render(
                "How conversations, turns and requests ended",
                ENDS,
                List.of(
                    ends("conversations", c.completed(), 0, c.abandoned(), c.failed()),
                    ends("turns", t.completed(), t.rejected(), t.abandoned(), t.failed()),
                    ends("requests", r.completed(), r.rejected(), r.abandoned(), r.failed())),
                Quantity::percent),
            figcaption(
                "Of those that ended, all replications and the warm-up included; the ledger below"
                    + " has the numbers.")));
    return section.with(pools(), tries());
  }

  private static Bars.Bar ends(String name, long... counts) {
    double all = Math.max(1, Arrays.stream(counts).sum());
    return new Bars.Bar(name, Arrays.stream(counts).mapToDouble(count -> count / all).toArray());
  }

  private DomContent pools() {
    List<TrTag> rows = new ArrayList<>();
    for (PoolFigures pool : results.pools()) {
      String reasons =
          pool.failures().entrySet().stream()
              .map(reason -> Tables.count(reason.getValue()) + " " + reason.getKey())
              .collect(Collectors.joining(", "));
      rows.add(
          tr(
              td(pool.name()),
              td(Quantity.percent(pool.probabilityOfRejection())),
              td(Quantity.percent(pool.probabilityOfAbandonment())),
              td(Quantity.percent(pool.probabilityOfFailure())),
              td(reasons.isEmpty() ? "none" : reasons).withClass("text")));
    }
    return Tables.copied(
        "Parts of the requests that came to each pool.",
        rows,
        "pool",
        "turned away",
        "gave up waiting",
        "failed",
        "why");
  }

  private static boolean servedAll(PoolFigures pool) {
    return !(pool.probabilityOfRejection() > 0
        || pool.probabilityOfAbandonment() > 0
        || pool.probabilityOfFailure() > 0);
  }

  private DomContent tries() {
    List<TrTag> rows = again();
    return rows.isEmpty()
        ? p("Nothing was tried again or sent elsewhere.")
        : Tables.copied("Tried again, or sent elsewhere.", rows, "what", "count", "of them");
  }

  /** What was tried again, or sent elsewhere. */
  private List<TrTag> again() {
    Ledger.Attempts a = results.ledger().attempts();
    Detours d = results.routing();
    Ledger.Requests r = results.ledger().requests();
    List<TrTag> rows = new ArrayList<>();
    row(rows, "calls to vendors that were throttled (429)", a.throttled(), a.sent());
    row(rows, "calls to vendors that failed", a.failed(), a.sent());
    row(rows, "calls to vendors that timed out", a.timedOut(), a.sent());
    row(rows, "requests passed on to another pool", d.passedOn(), r.submitted());
    row(rows, "requests escalated to a larger model", d.escalated(), r.submitted());
    row(rows, "requests that were misclassified", d.misclassified(), d.classified());
    row(rows, "requests that the router refused", d.refused(), r.submitted());
    if (d.circuitOpenings() > 0) {
      rows.add(
          tr(td("times that a circuit opened"), td(Tables.count(d.circuitOpenings())), td("")));
    }
    return rows;
  }

  private static void row(List<TrTag> rows, String name, long count, long of) {
    if (count > 0) {
      rows.add(tr(td(name), td(Tables.count(count)), td(Quantity.percent((double) count / of))));
    }
  }
}
