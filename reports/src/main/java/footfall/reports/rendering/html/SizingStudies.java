package footfall.reports.rendering.html;

import static j2html.TagCreator.b;
import static j2html.TagCreator.div;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.figures.Quantity;
import footfall.reports.rendering.svg.Tornado;
import footfall.reports.results.Results;
import footfall.reports.results.SizingFigures;
import footfall.reports.results.SizingFigures.Answer;
import footfall.reports.results.SizingFigures.Breach;
import footfall.reports.results.SizingFigures.Growth;
import footfall.reports.results.SizingFigures.Headroom;
import footfall.reports.results.SizingFigures.Input;
import footfall.reports.results.SizingFigures.Month;
import footfall.reports.results.SizingFigures.Plan;
import footfall.reports.results.SizingFigures.Price;
import footfall.reports.results.SizingFigures.Recovery;
import footfall.reports.results.SizingFigures.Sensitivity;
import footfall.reports.results.SizingFigures.Step;
import footfall.reports.results.SizingFigures.WithoutOne;
import footfall.scenarios.figures.FigureName;
import j2html.tags.DomContent;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The studies of a sizing's answer: how much it stands, when to buy more, and what it hangs on. */
final class SizingStudies {
  private final Results results;
  private final SizingFigures sizing;
  private final String currency;

  SizingStudies(Results results) {
    this.results = results;
    this.sizing = results.sizing();
    this.currency = results.cost().currency();
  }

  private String objective(double value) {
    return Quantity.of(sizing.objective().metric(), value, currency);
  }

  // How much it stands.

  SectionTag headroom(Headroom headroom) {
    List<DomContent> parts = new ArrayList<>();
    parts.add(h2("How much it stands"));
    parts.add(
        div(
                Tables.card(
                    !headroom.isKnown()
                        ? "over " + load(headroom.load()[0])
                        : load(headroom.load()[0]) + " to " + load(headroom.load()[1]),
                    "of the load, where it breaks"),
                Tables.card(
                    headroom.isKnown() ? headroom.causeInWords() : "nothing fails",
                    headroom.isKnown() ? "first" : "within that"),
                Tables.card(
                    headroom.bottleneck() + (headroom.bottleneckIsQuota() ? "'s quota" : ""),
                    "is the bottleneck"),
                recovery(headroom.flashSale()))
            .withClass("cards"));
    List<TrTag> rows = new ArrayList<>();
    for (WithoutOne without : headroom.withoutOneWorker()) {
      rows.add(
          tr(
              td(without.pool()),
              td(Tables.count(without.workersLeft())),
              td(without.slo().isEmpty()
                      ? "nobody serves"
                      : SizingSections.figures(without.slo(), currency))
                  .withClass("text"),
              Tables.verdict(without.verdict())));
    }
    if (!rows.isEmpty()) {
      parts.add(
          Tables.grid(
              "With one worker less, for good (N+1).",
              rows,
              "pool",
              "workers left",
              "objectives",
              "verdict"));
    }
    return section().with(parts);
  }

  private static DomContent recovery(Recovery sale) {
    if (sale == null) {
      return div();
    }
    String name =
        String.format(
            Locale.ROOT,
            "until the queues recover from a flash sale of %.3g x the rate",
            sale.peak());
    if (!Double.isFinite(sale.seconds())) {
      return Tables.card("longer than was looked", name);
    }
    return Tables.card(
        sale.seconds() == 0 ? "at once" : Quantity.seconds(sale.seconds()),
        sale.seconds() == 0 || Double.isNaN(sale.ci95()[0])
            ? name
            : name
                + " ("
                + Quantity.seconds(sale.ci95()[0])
                + " to "
                + Quantity.seconds(sale.ci95()[1])
                + ")");
  }

  private static String load(double factor) {
    return String.format(Locale.ROOT, "%.2f x", factor);
  }

  SectionTag growth() {
    Growth growth = sizing.growth();
    String caption =
        "Twelve months at "
            + Quantity.percent(growth.perMonth())
            + " more load a month"
            + trend(growth.tokenPrices(), "prices of use")
            + trend(growth.hourPrices(), "prices of workers' hours");
    SectionTag section = section(h2("Growth plan"));
    if (growth.months() == null) {
      return section.with(steps(caption + "; each line holds until the next.", growth.steps()));
    }
    String heading = sizing.objective().metric().startsWith("cost") ? "cost" : "energy";
    List<TrTag> rows = new ArrayList<>();
    for (Month month : growth.months()) {
      rows.add(
          tr(
              td(month.month() == 0 ? "now" : "month " + month.month()),
              td(month.starts() == null ? "" : month.starts()),
              td(Quantity.count(month.conversations())),
              td(load(month.expected().load())),
              td(bought(month.expected())).withClass("text"),
              td(objective(month.expected().objective())),
              td(bought(month.high())).withClass("text"),
              td(objective(month.high().objective())),
              td(Quantity.money(month.otherCosts(), results.cost().currency()))));
    }
    return section.with(
        Tables.grid(
            caption
                + ", month by month: for the expected demand, and for the "
                + Math.round(100 * growth.percentile())
                + "th percentile of it, "
                + Quantity.digits(growth.highLoad())
                + " times that. In bold what is bought in that month.",
            rows,
            "month",
            "from",
            "conversations",
            "load",
            "deployment",
            heading,
            "for the higher demand",
            heading,
            "other costs"));
  }

  private static String trend(double change, String what) {
    return change == 0
        ? ""
        : ", " + what + " " + (change > 0 ? "+" : "") + Quantity.percent(change) + " a month";
  }

  private static DomContent bought(Plan plan) {
    String words = SizingSections.words(plan.configuration());
    String all = plan.verdict() == Answer.INFEASIBLE ? words + " (does not do)" : words;
    return plan.bought() ? b(all) : span(all);
  }

  private DomContent steps(String caption, List<Step> steps) {
    List<TrTag> rows = new ArrayList<>();
    for (Step step : steps) {
      rows.add(
          tr(
              td(step.month() == 0 ? "now" : "month " + step.month()),
              td(load(step.load())),
              td(SizingSections.words(step.configuration())).withClass("text"),
              td(objective(step.objective())),
              td(step.verdict().name().toLowerCase(Locale.ROOT)).withClass("text")));
    }
    return Tables.grid(caption, rows, "from", "load", "configuration", "objective", "sizing");
  }

  // What it hangs on.

  SectionTag sensitivity(Sensitivity sensitivity) {
    String change = Quantity.percent(sensitivity.change());
    List<Tornado.Bar> bars = new ArrayList<>();
    List<TrTag> rows = new ArrayList<>();
    for (Input input : sensitivity.inputs()) {
      FigureName figure = FigureName.ofLabel(input.figure());
      double scale = input.threshold() == 0 ? 1 : input.threshold();
      String less = Quantity.of(figure.metric(), input.less(), currency);
      String more = Quantity.of(figure.metric(), input.more(), currency);
      bars.add(
          new Tornado.Bar(
              input.input(),
              (input.less() - input.base()) / scale,
              (input.more() - input.base()) / scale,
              less,
              more));
      rows.add(
          tr(
              td(input.input()),
              td(figure.words()).withClass("text"),
              td(Quantity.of(figure.metric(), input.base(), currency)),
              td(less + " (" + Tables.interval(results, figure.metric(), input.lessCi95()) + ")"),
              td(more + " (" + Tables.interval(results, figure.metric(), input.moreCi95()) + ")"),
              Tables.verdict(input.lessVerdict()),
              Tables.verdict(input.moreVerdict())));
    }
    List<TrTag> prices = new ArrayList<>();
    for (Price price : sensitivity.prices()) {
      prices.add(
          tr(
              td(price.price()),
              td(objective(price.less())),
              td(objective(price.more())),
              td(Double.isFinite(price.upTo()) ? load(price.upTo()) : "any").withClass("text"),
              td(price.then().isEmpty() ? "" : SizingSections.words(price.then()))
                  .withClass("text")));
    }
    return section(
        h2("What it hangs on"),
        figure(
            Tornado.render("What moves the objectives most", bars),
            figcaption(
                "Each input "
                    + change
                    + " less (blue) and more (orange), all else as it is, with the same shoppers; for"
                    + " each the objective that it moves most, in parts of its threshold.")),
        Tables.grid(
            "",
            rows,
            "input",
            "figure",
            "as it is",
            change + " less",
            change + " more",
            "less",
            "more"),
        prices.isEmpty()
            ? div()
            : Tables.grid(
                "What if prices change: the objective with the price "
                    + change
                    + " lower and higher, and up to which price nothing else that was seen to pass is"
                    + " cheaper.",
                prices,
                "price",
                "lower",
                "higher",
                "cheapest up to",
                "then"),
        h3("If load and service are only roughly known"),
        p(breach(sensitivity.breach())));
  }

  private static String breach(Breach breach) {
    return String.format(
        Locale.ROOT,
        "Of %,d runs with the load (CV %s) and the service times (CV %s) drawn from log-normal"
            + " distributions, %,d miss an objective: a probability of %s (%s to %s).",
        breach.runs(),
        Quantity.percent(breach.demandCv()),
        Quantity.percent(breach.serviceCv()),
        breach.missed(),
        Quantity.percent(breach.probability()),
        Quantity.percent(breach.ci95()[0]),
        Quantity.percent(breach.ci95()[1]));
  }
}
