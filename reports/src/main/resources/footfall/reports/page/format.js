/* Figures as people read them: three significant digits and a unit that fits. */
const Footfall = {};

Footfall.format = (() => {
  const SIGNS = { USD: "$", EUR: "€", GBP: "£", INR: "₹" };
  const missing = (value) => value === null || value === undefined || Number.isNaN(value);

  function grouped(text) {
    const [whole, rest] = text.split(".");
    const withCommas = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
    return rest === undefined ? withCommas : withCommas + "." + rest;
  }

  function digits(value) {
    if (missing(value)) return "n/a";
    if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
    const size = Math.abs(value);
    if (size === 0) return "0";
    if (size >= 1e15 || size < 1e-6) return value.toExponential(2);
    return grouped(value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(size)))));
  }

  function seconds(value) {
    if (missing(value)) return "n/a";
    const size = Math.abs(value);
    if (size >= 7200) return digits(value / 3600) + " h";
    if (size === 3600) return "1 h";
    if (size >= 600) return digits(value / 60) + " min";
    if (size >= 1 || size === 0) return digits(value) + " s";
    return size >= 1e-3 ? digits(value * 1e3) + " ms" : digits(value * 1e6) + " µs";
  }

  /** A time since the start of a run: 90 s, 25 min, 3:30 h. */
  function timeOfRun(value) {
    if (missing(value) || value === 0) return "0";
    if (value < 1) return seconds(value);
    if (value < 120) return digits(value) + " s";
    const minutes = Math.round(value / 60);
    if (value < 7200) return (value % 60 ? digits(value / 60) : minutes) + " min";
    return Math.floor(minutes / 60) + ":" + String(minutes % 60).padStart(2, "0") + " h";
  }

  const percent = (part) => (missing(part) ? "n/a" : digits(100 * part) + " %");

  function money(amount, currency) {
    if (missing(amount)) return "n/a";
    const sign = SIGNS[currency] || currency + " ";
    if (amount === 0) return sign + "0";
    return sign + (Math.abs(amount) >= 100 ? grouped(amount.toFixed(0)) : digits(amount));
  }

  const TIMES = [
    "request_latency", "time_to_first_token", "inter_token_latency", "time_per_output_token", "queue_wait",
    "turn_latency", "conversation_duration",
  ];

  /** A figure in the unit of its metric. */
  function of(metric, value, currency) {
    if (TIMES.includes(metric)) return seconds(value);
    if (metric === "request_throughput") return digits(value) + "/s";
    if (metric.endsWith("_rate") || ["utilization", "share", "goodput"].includes(metric)) return percent(value);
    if (metric.startsWith("cost_")) return money(value, currency);
    if (metric === "energy_per_request") return digits(value) + " J";
    if (metric.startsWith("energy_")) return digits(value / 3.6e6) + " kWh";
    if (metric.startsWith("carbon_")) return digits(value) + " g";
    return missing(value) ? "n/a" : value.toFixed(4);
  }

  /** The metric whose unit an objective has: a share of times within a limit is a part. */
  const unitOf = (slo) => (slo.stat === "share" ? "goodput" : slo.metric);

  const UNITS = {
    seconds,
    time_of_run: timeOfRun,
    part: percent,
    per_second: (value) => (missing(value) ? "n/a" : digits(value) + "/s"),
    watts: (value) => (missing(value) ? "n/a" : digits(value) + " W"),
    number: digits,
  };

  /** Without the zeros at the end, for the ticks of an axis. */
  const tick = (unit, value) => UNITS[unit](value).replace(/(\.\d*?)0+(?=\D|$)/, "$1").replace(/\.(?=\D|$)/, "");

  return { digits, seconds, percent, money, of, unit: (name, value) => UNITS[name](value), unitOf, tick, TIMES };
})();
