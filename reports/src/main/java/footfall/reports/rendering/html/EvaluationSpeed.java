package footfall.reports.rendering.html;

import static j2html.TagCreator.h2;
import static j2html.TagCreator.section;

import footfall.reports.figures.Quantity;
import footfall.reports.results.EvaluationFigures;
import footfall.reports.results.EvaluationFigures.Model;
import footfall.reports.results.EvaluationFigures.Timing;
import footfall.reports.results.Results.MetricFigures;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What the models of an evaluation take: time, tokens, money, memory and energy. */
final class EvaluationSpeed {
  private static final double MEGABYTE = 1e6;

  private final EvaluationFigures figures;
  private final String currency;
  private final ModelColumns columns;

  EvaluationSpeed(EvaluationFigures figures, String currency) {
    this.figures = figures;
    this.currency = currency;
    this.columns = new ModelColumns(figures.models());
  }

  SectionTag speed() {
    List<TrTag> rows = new ArrayList<>();
    rows.add(columns.row("backend", Model::backend));
    List<Timing> timings = figures.models().get(0).timings();
    for (int i = 0; i < timings.size(); i++) {
      timings(rows, i, timings.get(i).together());
    }
    rows.add(
        columns.row(
            "turns a conversation", m -> Quantity.digits((double) m.turns() / m.conversations())));
    rows.add(columns.row("model calls a turn", m -> Quantity.digits(m.callsPerTurn())));
    rows.add(columns.row("failed calls", m -> Tables.count(m.failures())));
    rows.add(
        columns.row(
            "tokens read a conversation", m -> Quantity.digits(m.inputTokensPerConversation())));
    rows.add(
        columns.row(
            "tokens written a conversation",
            m -> Quantity.digits(m.outputTokensPerConversation())));
    rows.add(
        columns.row(
            "cost of 1,000 conversations",
            m -> Quantity.money(m.costPerThousandConversations(), currency)));
    rows.add(columns.row("weights on disk", m -> megabytes(m.weightsBytes())));
    rows.add(
        columns.row("resident memory of a process of its own", m -> megabytes(m.residentBytes())));
    rows.add(
        columns.row(
            "energy of a conversation",
            m ->
                Double.isNaN(m.joulesPerConversation())
                    ? "not told by this platform"
                    : Quantity.digits(m.joulesPerConversation()) + " J of the " + m.energyOf()));
    return section(
        h2("Speed, tokens and cost"),
        Tables.grid(
            String.format(
                Locale.ROOT,
                "Up to %d conversations at the same time with one model, one model after the other on"
                    + " this machine; intervals from batches. Cost is by the scenario's prices, its"
                    + " workers paid for the time that this took with the most at the same time.",
                figures.together()),
            rows,
            columns.heads("figure")));
  }

  private void timings(List<TrTag> rows, int place, int together) {
    String with = together + " together: ";
    Function<Model, Timing> timing = model -> model.timings().get(place);
    rows.add(
        columns.row(
            with + "conversations",
            m -> Quantity.digits(timing.apply(m).conversationsPerSecond()) + "/s"));
    Function<Model, MetricFigures> latency = m -> timing.apply(m).requestLatency();
    rows.add(columns.time(with + "request latency mean", latency, MetricFigures::mean, "mean"));
    rows.add(columns.time(with + "request latency p50", latency, MetricFigures::p50, "p50"));
    rows.add(columns.time(with + "request latency p95", latency, MetricFigures::p95, "p95"));
    Function<Model, MetricFigures> first = m -> timing.apply(m).timeToFirstToken();
    rows.add(columns.time(with + "time to first token p50", first, MetricFigures::p50, "p50"));
    rows.add(columns.time(with + "time to first token p95", first, MetricFigures::p95, "p95"));
    Function<Model, MetricFigures> turn = m -> timing.apply(m).turnLatency();
    rows.add(columns.time(with + "turn latency p95", turn, MetricFigures::p95, "p95"));
  }

  private static String megabytes(double bytes) {
    return Double.isNaN(bytes)
        ? "not told"
        : String.format(Locale.ROOT, "%,.1f MB", bytes / MEGABYTE);
  }
}
