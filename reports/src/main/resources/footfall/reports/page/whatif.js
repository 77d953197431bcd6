/* What if prices or objectives were others: the run is judged again from its own sums and histograms. */
Footfall.whatIf = (() => {
  const { format, judging } = Footfall;
  const PRICES = [
    ["perWorkerHour", "per worker-hour"],
    ["perMillionInputTokens", "per 1 M tokens read"],
    ["perMillionCachedTokens", "per 1 M cached"],
    ["perMillionOutputTokens", "per 1 M written"],
    ["perConversation", "per conversation"],
  ];
  const COST_WORDS = {
    cost_per_thousand_conversations: "per 1,000 conversations",
    cost_per_month: "per month of 730 h",
    cost_per_satisfied_shopper: "per satisfied shopper",
  };

  function el(name, attributes, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else node.setAttribute(key, value);
    }
    node.append(...children);
    return node;
  }

  function table(caption, heads, rows) {
    return el("div", { class: "scroll", "data-own": "", tabindex: "0", role: "region", "aria-label": caption },
      el("table", {}, el("caption", {}, caption),
        el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)))),
        el("tbody", {}, ...rows)));
  }

  const interval = (text, ci95) => (ci95[0] === null || Number.isNaN(ci95[0]) ? "n/a" : text(ci95[0]) + " to " + text(ci95[1]));

  const badge = (verdict) => el("span", { class: "verdict " + verdict }, verdict);

  /** A number field; what is no number, or below zero, counts as not changed. */
  function field(label, value, changed) {
    const input = el("input", { type: "number", min: "0", step: "any", value: String(value), "aria-label": label });
    input.addEventListener("input", () => {
      const number = input.valueAsNumber;
      const sound = Number.isFinite(number) && number >= 0;
      input.setAttribute("aria-invalid", String(!sound));
      if (sound) changed(number);
    });
    return input;
  }

  /** Fields for the prices of every pool; those that are zero everywhere have a column only where asked for. */
  function priceTable(pools, prices, currency, changed) {
    const columns = PRICES.filter(([key]) => key !== "perConversation" || pools.some((pool) => pool.prices[key] > 0));
    return table("Prices in " + currency, ["pool", ...columns.map(([, words]) => words)],
      pools.map((pool, i) => el("tr", {}, el("th", { scope: "row" }, pool.pool),
        ...columns.map(([key, words]) =>
          el("td", {}, field(pool.pool + ", " + words, prices[i][key], (value) => { prices[i][key] = value; changed(); }))))));
  }

  const nameOf = (slo) => slo.metric + (slo.pool ? " of " + slo.pool : "") + " " + slo.stat;

  /** Times and shares are written in seconds and parts of one, as in scenarios. */
  function unitOf(slo) {
    return format.TIMES.includes(slo.metric) ? " s" : "";
  }

  const wasRun = (slo) => (slo.first === null ? "new" : slo.op + " " + format.of(slo.metric, slo.first, slo.currency));

  function sloTable(slos, changed) {
    return table("Objectives", ["objective", "threshold", "as it was run"],
      slos.map((slo) => el("tr", {}, el("th", { scope: "row" }, nameOf(slo)),
        el("td", {}, slo.op + " ", field("threshold of " + nameOf(slo), slo.threshold, (value) => { slo.threshold = value; changed(); }), unitOf(slo)),
        el("td", {}, wasRun(slo)))));
  }

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

  function startRun(place, run) {
    const { judgement, currency, t } = run;
    const prices = judgement.pools.map((pool) => ({ ...pool.prices }));
    const asItWas = () => run.slo.map((slo) => ({ ...slo, first: slo.threshold, currency }));
    let slos = asItWas();
    const asRun = judging.costs(judgement, judgement.pools.map((pool) => pool.prices), t);
    const result = el("div", { "aria-live": "polite" });

    function verdictRow(slo, costs) {
      const figure = figureOf(slo, costs);
      const times = judgement.times[slo.metric];
      const text = (value) => format.of(slo.metric, value, currency);
      const same = slo.threshold === slo.first && figure.value === figureOf(slo, asRun).value;
      const verdict = same ? slo.verdict : judging.judge(slo, figure, judgement);
      const within = times && !slo.pool
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
        el("p", { class: "answer " + (rows.length ? overall : "") }, said, money(costs.cost_per_thousand_conversations.value),
          " per 1,000 conversations, ", money(costs.cost_per_month.value), " a month."),
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
      build();
    }

    /** A new one begins where it just holds. */
    function add(metric, stat) {
      const of = run.metrics[metric];
      const ci95 = of.ci95[stat];
      const threshold = Number(Math.max(of[stat], ci95[1] || 0).toPrecision(2));
      slos.push({ metric, stat, op: "<=", threshold, first: null, actual: of[stat], ci95, currency });
      build();
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

  return { start, el, table, interval, badge, priceTable, sloTable, nameOf, field, COST_WORDS };
})();
