/* Forms that judge again: tables, fields for prices and objectives. */
Footfall.forms = (() => {
  const { format } = Footfall;
  const PRICES = [
    ["perWorkerHour", "per worker-hour"],
    ["perMillionInputTokens", "per 1 M tokens read"],
    ["perMillionCachedTokens", "per 1 M cached"],
    ["perMillionOutputTokens", "per 1 M written"],
    ["perConversation", "per conversation"],
  ];
  const COST_WORDS = {
    cost_per_thousand_conversations: "per 1,000 conversations",
    cost_per_hour: "per hour",
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

  /** The cost of a month, or of an hour where nothing is known of a month. */
  const longerCost = (month, hour, text) =>
    month === null || Number.isNaN(month) ? text(hour) + " an hour" : text(month) + " a month";

  const badge = (verdict) => el("span", { class: "verdict " + verdict }, verdict);

  /** A number field; what is no number, or below zero, counts as not changed. */
  function field(label, value, changed) {
    const input = el("input", { type: "number", min: "0", step: "any", value: String(value), "aria-label": label });
    const hint = el("span", { class: "hint", role: "status" });
    input.addEventListener("input", () => {
      const number = input.valueAsNumber;
      const sound = Number.isFinite(number) && number >= 0;
      input.setAttribute("aria-invalid", String(!sound));
      hint.textContent = sound ? "" : "a number from 0 on; not used";
      if (sound) changed(number);
    });
    return el("span", {}, input, hint);
  }

  /** Fields for the prices of every pool; a price per conversation only where some pool has one. */
  function priceTable(pools, prices, currency, changed) {
    const columns = PRICES.filter(([key]) => key !== "perConversation" || pools.some((pool) => pool.prices[key] > 0));
    return table("Prices in " + currency, ["pool", ...columns.map(([, words]) => words)],
      pools.map((pool, i) => el("tr", {}, el("th", { scope: "row" }, pool.pool),
        ...columns.map(([key, words]) =>
          el("td", {}, field(pool.pool + ", " + words, prices[i][key], (value) => { prices[i][key] = value; changed(); }))))));
  }

  const nameOf = (slo) => slo.metric + (slo.pool ? " of " + slo.pool : "") +
    (slo.metric === "goodput" ? "" : " " + slo.stat) +
    (slo.stat === "share" ? " within " + slo.limits[slo.metric] + " s" : "") +
    (slo.class ? " of class " + slo.class : "") +
    (slo.window ? " from " + slo.window.from + " s to " + slo.window.to + " s" : "") +
    (slo.of === "completed" ? " of completed" : "");

  /** Thresholds are written as in scenarios: in seconds, and as parts of one. */
  function unitOf(slo) {
    if (format.TIMES.includes(format.unitOf(slo))) return " s";
    return format.of(format.unitOf(slo), 0.5, slo.currency).endsWith("%") ? " (1 is 100 %)" : "";
  }

  const wasRun = (slo) => (slo.first === null ? "new" : slo.op + " " + format.of(format.unitOf(slo), slo.first, slo.currency));

  function sloTable(slos, changed) {
    return table("Objectives", ["objective", "threshold", "as it was run"],
      slos.map((slo) => el("tr", {}, el("th", { scope: "row" }, nameOf(slo)),
        el("td", {}, slo.op + " ", field("threshold of " + nameOf(slo), slo.threshold, (value) => { slo.threshold = value; changed(); }), unitOf(slo)),
        el("td", {}, wasRun(slo)))));
  }

  /** Where the reader was before a form was built anew. */
  function keepFocus(place, build) {
    const label = document.activeElement && place.contains(document.activeElement)
      ? document.activeElement.getAttribute("aria-label") || document.activeElement.textContent : null;
    build();
    if (label === null) return;
    const same = [...place.querySelectorAll("input, select, button")].find((node) =>
      (node.getAttribute("aria-label") || node.textContent) === label);
    if (same) same.focus();
  }

  return { el, table, interval, badge, priceTable, sloTable, nameOf, keepFocus, longerCost, COST_WORDS };
})();
