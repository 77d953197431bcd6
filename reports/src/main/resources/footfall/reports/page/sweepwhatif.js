/* What if prices, objectives or the level on an axis were others: every point of a sweep is judged again, and
   between two simulated points a mixture of both stands for what was not simulated. */
Footfall.sweepWhatIf = (() => {
  const { format, judging } = Footfall;
  const { el, table, interval, badge, priceTable, sloTable, nameOf, COST_WORDS } = Footfall.whatIf;

  const isNumeric = (axis) => axis.levels.length > 1 && axis.levels.every((level) => level !== "" && Number.isFinite(Number(level)));

  const hull = (a, b) => [Math.min(a[0] ?? NaN, b[0] ?? NaN), Math.max(a[1] ?? NaN, b[1] ?? NaN)];

  const between = (a, b, weight) => a * (1 - weight) + b * weight;

  /** What was changed on the page; a point keeps its own where nothing was. */
  const changed = (own, first, now) => (now === first ? own : now);

  /** Figures and verdicts of one simulated point, where prices and objectives were changed from those of the first. */
  function judged(point, first, slos, prices, t) {
    const itsPrices = point.judgement.pools.map((pool, i) =>
      Object.fromEntries(Object.entries(pool.prices).map(([key, own]) =>
        [key, changed(own, first.judgement.pools[i].prices[key], prices[i][key])])));
    const costs = judging.costs(point.judgement, itsPrices, t);
    const figures = slos.map((slo, i) => costs[slo.metric] || { value: point.slo[i].actual, ci95: point.slo[i].ci95 });
    const judgement = { ...point.judgement, unstable: point.judgement.unstable || !point.stable };
    const verdicts = slos.map((slo, i) =>
      judging.judge({ ...slo, threshold: changed(point.slo[i].threshold, slo.first, slo.threshold) }, figures[i], judgement));
    return { costs, figures, verdicts };
  }

  const overall = (verdicts) =>
    verdicts.includes("FAIL") ? "FAIL" : verdicts.includes("UNDECIDED") ? "UNDECIDED" : "PASS";

  const histogramOf = (point, metric) =>
    judging.histogram(point.judgement.times[metric], point.judgement.bucketRatio);

  /** A time of the mixture of two points. */
  function mixedTime(slo, low, high, weight) {
    const part = judging.partOf(slo.stat);
    if (part === null || !low.judgement.times[slo.metric]) return null;
    return judging.quantile(judging.mixture(histogramOf(low, slo.metric), histogramOf(high, slo.metric), weight), part);
  }

  function start() {
    const place = document.getElementById("sweep-what-if-form");
    if (place) startSweep(place, JSON.parse(document.getElementById("judgement").textContent));
  }

  function startSweep(place, sweep) {
    const { points, currency, t } = sweep;
    const axis = sweep.axes.filter(isNumeric).sort((a, b) => b.levels.length - a.levels.length)[0];
    const rest = sweep.axes.filter((other) => other !== axis && other.levels.length > 1);
    const chosen = Object.fromEntries(rest.map((other) => [other.name, other.levels[0]]));
    const result = el("div", { "aria-live": "polite" });
    const controls = el("div", {});
    let at = null;
    let prices = null;
    let slos = null;

    const line = () => points
      .filter((point) => rest.every((other) => point.at[other.name] === chosen[other.name]))
      .sort((a, b) => (axis ? Number(a.at[axis.name]) - Number(b.at[axis.name]) : 0));

    function select(other) {
      const box = el("select", { "aria-label": other.name });
      for (const level of other.levels) box.append(el("option", { value: level }, level));
      box.value = chosen[other.name];
      box.addEventListener("change", () => { chosen[other.name] = box.value; build(); });
      return el("label", {}, other.name + " ", box);
    }

    function slider() {
      const ends = axis.levels.map(Number);
      const least = Math.min(...ends);
      const most = Math.max(...ends);
      if (at === null) at = Number(line()[0] ? line()[0].at[axis.name] : least);
      const shown = el("output", {}, format.digits(at));
      const range = el("input", { type: "range", min: least, max: most, step: (most - least) / 200, "aria-label": axis.name });
      range.value = at;
      range.addEventListener("input", () => {
        at = range.valueAsNumber;
        shown.textContent = format.digits(at);
        show();
      });
      return el("label", { class: "slider" }, axis.name + " ", range, shown);
    }

    function here(all) {
      if (!axis) return { low: 0, high: 0, weight: 0 };
      const levels = all.map((point) => Number(point.at[axis.name]));
      const exact = levels.findIndex((level) => Math.abs(level - at) < 1e-9 * Math.max(1, Math.abs(at)));
      if (exact >= 0) return { low: exact, high: exact, weight: 0 };
      const high = levels.findIndex((level) => level > at);
      if (high <= 0) return { low: levels.length - 1, high: levels.length - 1, weight: 0 };
      return { low: high - 1, high, weight: (at - levels[high - 1]) / (levels[high] - levels[high - 1]) };
    }

    function show() {
      const all = line();
      const again = all.map((point) => judged(point, all[0], slos, prices, t));
      const { low, high, weight } = here(all);
      const [a, b] = [again[low], again[high]];
      const simulated = low === high;
      const money = (value) => format.money(value, currency);
      const rows = slos.map((slo, i) => {
        const text = (value) => format.of(slo.metric, value, currency);
        const mixed = simulated ? null : mixedTime(slo, all[low], all[high], weight);
        const value = simulated ? a.figures[i].value : mixed ?? between(a.figures[i].value, b.figures[i].value, weight);
        const ci95 = simulated ? a.figures[i].ci95 : hull(a.figures[i].ci95, b.figures[i].ci95);
        const verdict = simulated || a.verdicts[i] === b.verdicts[i] ? a.verdicts[i] : "UNDECIDED";
        return { verdict, node: el("tr", {}, el("th", { scope: "row" }, nameOf(slo)), el("td", {}, slo.op + " " + text(slo.threshold)),
          el("td", {}, text(value)), el("td", {}, interval(text, ci95)), el("td", {}, badge(verdict))) };
      });
      const of = (name) => {
        const value = between(a.costs[name].value, b.costs[name].value, weight);
        return { value, ci95: simulated ? a.costs[name].ci95 : hull(a.costs[name].ci95, b.costs[name].ci95) };
      };
      const verdict = overall(rows.map((r) => r.verdict));
      const where = axis ? axis.name + " " + format.digits(at) : "This point";
      const how = simulated ? " (simulated): " : " (between two simulated points; intervals hold both): ";
      result.replaceChildren(
        el("p", { class: "answer " + (slos.length ? verdict : "") }, where + how,
          slos.length ? { PASS: "all objectives would hold; ", FAIL: "an objective would fail; ", UNDECIDED: "not all objectives can be decided; " }[verdict] : "",
          money(of("cost_per_month").value), " a month, ", money(of("cost_per_thousand_conversations").value), " per 1,000 conversations."),
        ...(rows.length ? [table("Judged again", ["objective", "threshold", "figure", "95 % interval", "verdict"], rows.map((r) => r.node))] : []),
        table("Cost at these prices", ["cost", "value", "95 % interval"], Object.entries(COST_WORDS).map(([name, words]) =>
          el("tr", {}, el("th", { scope: "row" }, words), el("td", {}, money(of(name).value)), el("td", {}, interval(money, of(name).ci95))))),
        ...cheapest(all, again, money));
    }

    /** The cheapest simulated points along the axis that hold everything, at these prices. */
    function cheapest(all, again, money) {
      const holding = all.map((point, i) => ({ point, again: again[i] }))
        .filter(({ point, again: found }) => point.stable && overall(found.verdicts) === "PASS")
        .sort((x, y) => x.again.costs.cost_per_month.value - y.again.costs.cost_per_month.value);
      if (!axis || slos.length === 0) return [];
      return [el("p", {}, holding.length === 0 ? "No simulated point along this axis holds all objectives."
        : "Of " + all.length + " simulated points along this axis, " + holding.length + " hold all objectives; the cheapest is " +
          axis.name + " " + holding[0].point.at[axis.name] + ", " + money(holding[0].again.costs.cost_per_month.value) + " a month.")];
    }

    /** Prices and objectives are those of the first point of a line; another line may have others. */
    function build() {
      const all = line();
      if (all.length === 0) {
        controls.replaceChildren(el("p", {}, ...rest.map(select)), el("p", {}, "No point has these levels together."));
        result.replaceChildren();
        return;
      }
      const first = all[0];
      prices = first.judgement.pools.map((pool) => ({ ...pool.prices }));
      slos = first.slo.map((slo) => ({ ...slo, first: slo.threshold, currency }));
      controls.replaceChildren(
        el("p", { class: "controls" }, ...rest.map(select), ...(axis ? [slider()] : [])),
        priceTable(first.judgement.pools, prices, currency, show),
        ...(slos.length ? [sloTable(slos, show)] : []),
        el("p", {}, el("button", { type: "button", onclick: build }, "As it was run")));
      show();
    }

    place.replaceChildren(controls, result);
    build();
  }

  return { start };
})();
