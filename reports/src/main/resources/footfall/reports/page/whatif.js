/* What if prices or objectives were others: the run is judged again from its own sums and histograms. */
Footfall.whatIf = (() => {
  const { format, judging } = Footfall;
  const { el, table, interval, badge, priceTable, sloTable, nameOf, keepFocus, longerCost, COST_WORDS } = Footfall.forms;

  function choice(label, words) {
    const select = el("select", { "aria-label": label });
    words.forEach((word) => select.append(el("option", { value: word }, word)));
    return select;
  }

  /** A row of fields that adds an objective for a time. */
  function adding(metrics, add) {
    const metric = choice("metric", Object.keys(metrics).filter((name) => format.TIMES.includes(name) && metrics[name].count > 0));
    const stat = choice("statistic", ["mean", "p50", "p90", "p95", "p99"]);
    stat.value = "p99";
    return el("p", { class: "controls" }, metric, stat,
      el("button", { type: "button", onclick: () => metric.value && add(metric.value, stat.value) }, "Add objective"));
  }

  /** The figure that an objective is about: of money at these prices, of others as measured. */
  function figureOf(slo, costs) {
    return costs[slo.metric] || { value: slo.actual, ci95: slo.ci95 };
  }

  /** To two significant digits, upwards. */
  function roundedUp(value) {
    const unit = Math.pow(10, Math.floor(Math.log10(value)) - 1);
    return Number((Math.ceil(value / unit) * unit).toPrecision(2));
  }

  function startRun(place, run) {
    const { judgement, currency, t } = run;
    const prices = judgement.pools.map((pool) => ({ ...pool.prices }));
    const asItWas = () => run.slo.map((slo) => ({ ...slo, first: slo.threshold, currency }));
    let slos = asItWas();
    const asRun = judging.costs(judgement, judgement.pools.map((pool) => pool.prices), t);
    const result = el("div", {});

    function verdictRow(slo, costs) {
      const figure = figureOf(slo, costs);
      const times = judgement.times[slo.metric];
      const text = (value) => format.of(format.unitOf(slo), value, currency);
      const same = slo.threshold === slo.first && figure.value === figureOf(slo, asRun).value;
      const verdict = same ? slo.verdict : judging.judge(slo, figure, judgement);
      const within = times && !slo.pool && slo.stat !== "share"
        ? format.percent(judging.partWithin(judging.histogram(times, judgement.bucketRatio), slo.threshold)) : "";
      return { verdict, node: el("tr", {}, el("th", { scope: "row" }, nameOf(slo)),
        el("td", {}, slo.op + " " + text(slo.threshold)), el("td", {}, text(figure.value)),
        el("td", {}, interval(text, figure.ci95)), el("td", {}, within), el("td", {}, badge(verdict)),
        el("td", {}, slo.verdict || "")) };
    }

    function show() {
      const costs = judging.costs(judgement, prices, t);
      const rows = slos.map((slo) => verdictRow(slo, costs));
      const money = (value) => format.money(value, currency);
      const overall = rows.some((r) => r.verdict === "FAIL") ? "FAIL"
        : rows.some((r) => r.verdict === "UNDECIDED") ? "UNDECIDED" : "PASS";
      const said = rows.length === 0 ? "" : overall === "PASS" ? "All objectives would hold. "
        : overall === "FAIL" ? rows.filter((r) => r.verdict === "FAIL").length + " of " + rows.length + " objectives would fail. "
        : "Whether all objectives would hold cannot be said. ";
      result.replaceChildren(
        el("p", { role: "status", class: "answer " + (rows.length ? overall : "") }, said, money(costs.cost_per_thousand_conversations.value),
          " per 1,000 conversations, ", longerCost(costs.cost_per_month.value, costs.cost_per_hour.value, money), "."),
        ...(rows.length ? [table("Judged again", ["objective", "threshold", "actual", "95 % interval", "within it", "verdict", "as it was run"],
          rows.map((r) => r.node))] : []),
        table("Cost at these prices", ["cost", "value", "95 % interval", "as it was run"],
          Object.entries(COST_WORDS).map(([name, words]) => el("tr", {}, el("th", { scope: "row" }, words),
            el("td", {}, money(costs[name].value)), el("td", {}, interval(money, costs[name].ci95)),
            el("td", {}, money(asRun[name].value))))));
    }

    function reset() {
      prices.forEach((price, i) => Object.assign(price, judgement.pools[i].prices));
      slos = asItWas();
      keepFocus(place, build);
    }

    /** A new one begins just above what was found. */
    function add(metric, stat) {
      if (slos.some((slo) => slo.metric === metric && slo.stat === stat)) return;
      const of = run.metrics[metric];
      const ci95 = of.ci95[stat];
      const threshold = roundedUp(Math.max(of[stat], ci95[1] || 0));
      slos.push({ metric, stat, op: "<=", threshold, first: null, actual: of[stat], ci95, currency });
      keepFocus(place, build);
    }

    function build() {
      place.replaceChildren(
        priceTable(judgement.pools, prices, currency, show),
        ...(slos.length ? [sloTable(slos, show)] : []),
        adding(run.metrics, add),
        el("p", {}, el("button", { type: "button", onclick: reset }, "As it was run")),
        result);
      show();
    }
    build();
  }

  function start() {
    const place = document.getElementById("what-if-form");
    if (place) startRun(place, JSON.parse(document.getElementById("judgement").textContent));
  }

  return { start };
})();
