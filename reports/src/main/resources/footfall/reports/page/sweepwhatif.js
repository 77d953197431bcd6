/* What if prices, objectives or the level on an axis were others: every point of a sweep is judged again. What lies
   between two simulated points was not simulated: its times are those of a mixture of both, and it is said of both
   neighbours what would hold. */
Footfall.sweepWhatIf = (() => {
  const { format, judging } = Footfall;
  const { el, table, interval, badge, priceTable, sloTable, nameOf, keepFocus, longerCost, COST_WORDS } = Footfall.forms;

  const isNumeric = (axis) => axis.levels.length > 1 && axis.levels.every((level) => level !== "" && Number.isFinite(Number(level)));

  /** Workers come whole, shares do not. */
  const isWhole = (levels) => levels.every(Number.isInteger) && Math.max(...levels) > 1;

  const missing = (value) => value === null || Number.isNaN(value);

  const hull = (a, b) =>
    a.concat(b).some(missing) ? [NaN, NaN] : [Math.min(a[0], b[0]), Math.max(a[1], b[1])];

  const between = (a, b, weight) => (missing(a) || missing(b) ? NaN : a * (1 - weight) + b * weight);

  /** What was changed on the page; a point keeps its own where nothing was. */
  const changed = (own, first, now) => (now === first ? own : now);

  const poolNames = (point) => point.judgement.pools.map((pool) => pool.pool).join("|");
  const sloNames = (point) => point.slo.map((slo) => nameOf(slo) + slo.op).join("|");

  /** Figures, thresholds and verdicts of a point, where prices and objectives were changed from those of the first. */
  function judged(point, first, slos, prices, t) {
    const itsPrices = point.judgement.pools.map((pool, i) =>
      Object.fromEntries(Object.entries(pool.prices).map(([key, own]) =>
        [key, changed(own, first.judgement.pools[i].prices[key], prices[i][key])])));
    const costs = judging.costs(point.judgement, itsPrices, t);
    const figures = slos.map((slo, i) => costs[slo.metric] || { value: point.slo[i].actual, ci95: point.slo[i].ci95 });
    const thresholds = slos.map((slo, i) => changed(point.slo[i].threshold, slo.first, slo.threshold));
    const judgement = { ...point.judgement, unstable: point.judgement.unstable || !point.stable };
    const verdicts = slos.map((slo, i) => judging.judge({ ...point.slo[i], first: point.slo[i].threshold, threshold: thresholds[i] }, figures[i], judgement));
    return { costs, figures, thresholds, verdicts };
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

  /** A pool that a point has not bought took nothing there; so all points have the same pools. */
  function withAllPools(points) {
    const known = new Map();
    points.forEach((point) => point.judgement.pools.forEach((pool) => known.has(pool.pool) || known.set(pool.pool, pool)));
    return points.map((point) => {
      const own = new Map(point.judgement.pools.map((pool) => [pool.pool, pool]));
      const unused = (pool) => Object.fromEntries(
        Object.entries(pool).map(([key, value]) => [key, Array.isArray(value) ? point.judgement.seconds.map(() => 0) : value]));
      const pools = [...known.values()].map((pool) => own.get(pool.pool) || unused(pool));
      return { ...point, judgement: { ...point.judgement, pools } };
    });
  }

  function start() {
    const place = document.getElementById("sweep-what-if-form");
    if (place) startSweep(place, JSON.parse(document.getElementById("judgement").textContent));
  }

  function startSweep(place, sweep) {
    const { currency, t } = sweep;
    const points = withAllPools(sweep.points);
    const axis = sweep.axes.filter(isNumeric).sort((a, b) => b.levels.length - a.levels.length)[0];
    const rest = sweep.axes.filter((other) => other !== axis && other.levels.length > 1);
    const chosen = Object.fromEntries(rest.map((other) => [other.name, other.levels[0]]));
    const result = el("div", {});
    const controls = el("div", {});
    const money = (value) => format.money(value, currency);
    let at = null;
    let prices = null;
    let slos = null;

    const levelOf = (point) => Number(point.at[axis.name]);

    const line = () => points
      .filter((point) => rest.every((other) => point.at[other.name] === chosen[other.name]))
      .sort((a, b) => (axis ? levelOf(a) - levelOf(b) : 0));

    function select(other) {
      const box = el("select", { "aria-label": other.name });
      for (const level of other.levels) box.append(el("option", { value: level }, level));
      box.value = chosen[other.name];
      box.addEventListener("change", () => { chosen[other.name] = box.value; keepFocus(place, build); });
      return el("label", {}, other.name + " ", box);
    }

    function slider(all) {
      const levels = all.map(levelOf);
      const [least, most] = [levels[0], levels[levels.length - 1]];
      at = at === null ? least : Math.max(least, Math.min(most, at));
      const shown = el("output", {});
      const range = el("input", {
        type: "range", min: least, max: most, "aria-label": axis.name,
        step: isWhole(levels) ? 1 : (most - least) / 200 || 1,
      });
      range.value = at;
      const tell = () => {
        shown.textContent = format.digits(at);
        range.setAttribute("aria-valuetext", axis.name + " " + format.digits(at));
      };
      tell();
      range.addEventListener("input", () => { at = range.valueAsNumber; tell(); show(); });
      return el("label", { class: "slider" }, axis.name + " ", range, shown);
    }

    /** The simulated points at both sides, which are one where the level was simulated. */
    function here(all) {
      if (!axis) return { low: 0, high: 0, weight: 0 };
      const levels = all.map(levelOf);
      const close = (most) => (level) => Math.abs(level - at) < most;
      const exact = levels.findIndex(close(1e-9 * Math.max(1, Math.abs(at))));
      if (exact >= 0) return { low: exact, high: exact, weight: 0 };
      const high = levels.findIndex((level) => level > at);
      if (high <= 0) return { low: Math.max(0, high), high: Math.max(0, high), weight: 0 };
      return { low: high - 1, high, weight: (at - levels[high - 1]) / (levels[high] - levels[high - 1]) };
    }

    function show() {
      const all = line();
      const again = all.map((point) => judged(point, all[0], slos, prices, t));
      const { low, high, weight } = here(all);
      const [a, b] = [again[low], again[high]];
      const simulated = low === high;
      const rows = slos.map((slo, i) => sloRow(slo, i, a, b, all[low], all[high], weight));
      const of = (name) => ({
        value: between(a.costs[name].value, b.costs[name].value, weight),
        ci95: simulated ? a.costs[name].ci95 : hull(a.costs[name].ci95, b.costs[name].ci95),
      });
      const range = simulated ? "95 % interval" : "of both neighbours";
      result.replaceChildren(
        answer(simulated, all, low, high, a, b, of),
        ...(rows.length ? [table("Judged again", ["objective", "threshold", "figure", range, simulated ? "verdict" : "both neighbours"], rows)] : []),
        table("Cost at these prices", ["cost", "value", range], Object.entries(COST_WORDS).map(([name, words]) =>
          el("tr", {}, el("th", { scope: "row" }, words), el("td", {}, money(of(name).value)), el("td", {}, interval(money, of(name).ci95))))),
        ...cheapest(all, again));
    }

    function sloRow(slo, i, a, b, lowPoint, highPoint, weight) {
      const text = (value) => format.of(format.unitOf(slo), value, currency);
      const simulated = a === b;
      const mixed = simulated ? null : mixedTime(slo, lowPoint, highPoint, weight);
      const value = mixed ?? between(a.figures[i].value, b.figures[i].value, weight);
      const ci95 = simulated ? a.figures[i].ci95 : hull(a.figures[i].ci95, b.figures[i].ci95);
      const thresholds = [...new Set([a.thresholds[i], b.thresholds[i]])].map(text).join(" and ");
      const verdict = a.verdicts[i] === b.verdicts[i] ? a.verdicts[i] : "UNDECIDED";
      return el("tr", {}, el("th", { scope: "row" }, nameOf(slo)), el("td", {}, slo.op + " " + thresholds),
        el("td", {}, text(value)), el("td", {}, interval(text, ci95)), el("td", {}, badge(verdict)));
    }

    function answer(simulated, all, low, high, a, b, of) {
      const [first, second] = [overall(a.verdicts), overall(b.verdicts)];
      const verdict = first === second ? first : "UNDECIDED";
      const held = { PASS: "all objectives hold", FAIL: "an objective fails", UNDECIDED: "not all objectives can be decided" };
      const where = axis ? axis.name + " " + format.digits(at) : "This point";
      const said = slos.length === 0 ? ""
        : simulated ? held[first] + "; "
        : first === second ? "at both neighbours " + held[first] + "; "
        : "at " + all[low].at[axis.name] + " " + held[first] + ", at " + all[high].at[axis.name] + " " + held[second] + "; ";
      return el("p", { role: "status", class: "answer " + (slos.length ? verdict : "") },
        where + (simulated ? " (simulated): " : " (not simulated, a mixture of its neighbours): "), said,
        longerCost(of("cost_per_month").value, of("cost_per_hour").value, money), ", ", money(of("cost_per_thousand_conversations").value), " per 1,000 conversations.");
    }

    /** The cheapest simulated points along the axis that hold everything, at these prices. */
    function cheapest(all, again) {
      if (!axis || slos.length === 0) return [];
      const holding = all.map((point, i) => ({ point, cost: again[i].costs.cost_per_hour.value, month: again[i].costs.cost_per_month.value, verdict: overall(again[i].verdicts) }))
        .filter(({ point, verdict }) => point.stable && point.valid && verdict === "PASS")
        .sort((x, y) => (Number.isNaN(x.month) ? x.cost - y.cost : x.month - y.month));
      return [el("p", {}, holding.length === 0 ? "No simulated point along this axis holds all objectives."
        : "Of " + all.length + " simulated points along this axis, " + holding.length + " hold all objectives; the cheapest is " +
          axis.name + " " + holding[0].point.at[axis.name] + ", " + longerCost(holding[0].month, holding[0].cost, money) + ".")];
    }

    function refuse(words) {
      controls.replaceChildren(el("p", { class: "controls" }, ...rest.map(select)), el("p", {}, words));
      result.replaceChildren();
    }

    /** Prices and objectives are those of the first point of a line; another line may have others. */
    function build() {
      const all = line();
      if (all.length === 0) return refuse("No point has these levels together.");
      const first = all[0];
      if (all.some((point) => poolNames(point) !== poolNames(first) || sloNames(point) !== sloNames(first))) {
        return refuse("The points along this axis differ in their pools or objectives, so they are not judged together.");
      }
      prices = first.judgement.pools.map((pool) => ({ ...pool.prices }));
      slos = first.slo.map((slo) => ({ ...slo, first: slo.threshold, currency }));
      controls.replaceChildren(
        el("p", { class: "controls" }, ...rest.map(select), ...(axis ? [slider(all)] : [])),
        priceTable(first.judgement.pools, prices, currency, show),
        ...(slos.length ? [sloTable(slos, show)] : []),
        el("p", {}, el("button", { type: "button", onclick: () => keepFocus(place, build) }, "As it was run")));
      show();
    }

    place.replaceChildren(controls, result);
    build();
  }

  return { start };
})();
