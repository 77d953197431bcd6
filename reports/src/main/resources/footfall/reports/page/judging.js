/* Costs and verdicts from the sums and histograms of a run, by the same rules as the run's own. All of what was
   measured stands first in every list, and its independent parts after it. */
Footfall.judging = (() => {
  const MONTH_SECONDS = 730 * 3600;
  const MIN_SAMPLES = 30;
  const DUST = 1e-9;
  const NONE = [NaN, NaN];

  // Histograms: a class, less the class before, and its count in turn.

  function histogram(pairs, ratio) {
    const seconds = [];
    const upTo = [];
    let bucket = 0;
    let total = 0;
    for (let i = 0; i < pairs.length; i += 2) {
      bucket += pairs[i];
      total += pairs[i + 1];
      seconds.push(Math.pow(ratio, bucket + 0.5) / 1e6);
      upTo.push(total);
    }
    return { seconds, upTo, total };
  }

  /** Two histograms as one, in which the second has so much of the weight, from 0 to 1. */
  function mixture(a, b, weight) {
    const counts = new Map();
    const add = (h, factor) =>
      h.seconds.forEach((at, i) => {
        const count = (h.upTo[i] - (i ? h.upTo[i - 1] : 0)) / Math.max(1, h.total);
        counts.set(at, (counts.get(at) || 0) + factor * count);
      });
    add(a, 1 - weight);
    add(b, weight);
    const seconds = [...counts.keys()].sort((x, y) => x - y);
    let sum = 0;
    return { seconds, upTo: seconds.map((at) => (sum += counts.get(at))), total: sum };
  }

  function quantile(h, part) {
    const wanted = part * h.total - 1e-9;
    const at = h.upTo.findIndex((count) => count >= wanted);
    return at < 0 ? NaN : h.seconds[at];
  }

  function partWithin(h, seconds) {
    if (h.total === 0) return NaN;
    let count = 0;
    for (let i = 0; i < h.seconds.length && h.seconds[i] <= seconds; i++) count = h.upTo[i];
    return count / h.total;
  }

  const partOf = (stat) => (stat === "p999" ? 0.999 : /^p\d+$/.test(stat) ? Number(stat.slice(1)) / 100 : null);

  // Intervals: Student's t over the parts; of several groupings of them, the widest.

  function interval(value, parts, sizes, figure, t) {
    let widest = NONE;
    for (const size of sizes) {
      const groups = [];
      for (let from = 0; from + size <= parts.length; from += size) {
        const found = figure(parts.slice(from, from + size));
        if (Number.isFinite(found)) groups.push(found);
      }
      const n = groups.length;
      if (n < 2 || !Number.isFinite(value)) continue;
      const mean = groups.reduce((a, b) => a + b, 0) / n;
      const squares = groups.reduce((sum, each) => sum + (each - mean) * (each - mean), 0);
      const half = t[n - 2] * Math.sqrt(squares / (n - 1) / n);
      if (Number.isNaN(widest[0]) || 2 * half > widest[1] - widest[0]) widest = [value - half, value + half];
    }
    return Number.isNaN(widest[0]) ? widest : widest.map((end) => Math.max(0, end));
  }

  // Money.

  function use(judgement, at) {
    return {
      seconds: judgement.seconds[at],
      completed: judgement.completedConversations[at],
      satisfied: judgement.satisfiedShoppers[at],
      month: judgement.month,
      counted: judgement.countedConversations ? judgement.countedConversations[at] : null,
      pools: judgement.pools.map((pool) => ({
        hours: pool.workerHours[at],
        input: pool.inputTokens[at],
        cached: pool.cachedTokens[at],
        output: pool.outputTokens[at],
        conversations: pool.conversations[at],
        electricity: pool.electricity ? pool.electricity[at] : 0,
        budget: pool.monthlyBudget,
      })),
    };
  }

  function sum(uses) {
    const add = (a, b) => ({
      seconds: a.seconds + b.seconds,
      completed: a.completed + b.completed,
      satisfied: a.satisfied === null || b.satisfied === null ? null : a.satisfied + b.satisfied,
      month: a.month,
      counted: a.counted + b.counted,
      pools: a.pools.map((pool, i) => {
        const other = b.pools[i];
        return {
          hours: pool.hours + other.hours,
          input: pool.input + other.input,
          cached: pool.cached + other.cached,
          output: pool.output + other.output,
          conversations: pool.conversations + other.conversations,
          electricity: pool.electricity + other.electricity,
          budget: pool.budget,
        };
      }),
    });
    return uses.reduce(add);
  }

  const tokens = (pool, prices) =>
    (prices.perMillionInputTokens * (pool.input - pool.cached) +
      prices.perMillionCachedTokens * pool.cached +
      prices.perMillionOutputTokens * pool.output) / 1e6;

  const workers = (pool, prices) => prices.perWorkerHour * pool.hours;

  const usage = (pool, prices) =>
    tokens(pool, prices) + prices.perConversation * pool.conversations + pool.electricity;

  const ofAll = (all, prices, part) => all.pools.reduce((sum, pool, i) => sum + part(pool, prices[i]), 0);

  const cost = (all, prices) => ofAll(all, prices, workers) + ofAll(all, prices, usage);

  /** The conversations of the month over those of the run. */
  function timesTheVolume(all) {
    const ofVolume = all.month && all.month.conversations !== null;
    return ofVolume ? all.month.conversations / all.counted : MONTH_SECONDS / all.seconds;
  }

  /** Workers by their hours, the rest by volume; the rate of the run goes on where nothing else is stated. */
  function perMonth(all, prices) {
    return all.month && !all.month.known
      ? NaN
      : ofAll(all, prices, workers) * MONTH_SECONDS / all.seconds + ofAll(all, prices, usage) * timesTheVolume(all);
  }

  const perHour = (all, prices) => cost(all, prices) * 3600 / all.seconds;

  const over = (amount, count) => (count ? amount / count : NaN);

  const COSTS = {
    cost_per_conversation: (all, prices) => over(cost(all, prices), all.completed),
    cost_per_thousand_conversations: (all, prices) => 1000 * over(cost(all, prices), all.completed),
    cost_per_hour: perHour,
    cost_per_month: perMonth,
    cost_per_satisfied_shopper: (all, prices) => over(cost(all, prices), all.satisfied),
  };

  /** Every cost at such prices, one for each pool: value and 95 % interval. */
  function costs(judgement, prices, t) {
    const all = judgement.seconds.map((seconds, at) => use(judgement, at));
    const found = {};
    for (const [name, figure] of Object.entries(COSTS)) {
      const value = figure(all[0], prices);
      const of = (parts) => figure(sum(parts), prices);
      found[name] = { value, ci95: interval(value, all.slice(1), judgement.groupSizes, of, t) };
    }
    found.cost_per_month.overBudget = all[0].pools.some((pool, i) =>
      pool.budget !== null && tokens(pool, prices[i]) * timesTheVolume(all[0]) > pool.budget);
    return found;
  }

  // Verdicts.

  function samplesNeeded(stat) {
    const part = partOf(stat) || 0.5;
    return Math.max(MIN_SAMPLES, Math.ceil(Math.log(0.025) / Math.log(part)));
  }

  /** Whether a figure keeps its threshold: a threshold inside the interval is undecided. */
  function verdict(op, threshold, value, ci95) {
    if (ci95[0] === null || Number.isNaN(ci95[0])) return "UNDECIDED";
    const dust = Math.abs(threshold) * DUST;
    if (op === "<=" && ci95[0] > threshold) return "FAIL";
    if (value === null || Number.isNaN(value) || ci95[1] === null) return "UNDECIDED";
    if (op === "<=") return ci95[1] <= threshold + dust ? "PASS" : "UNDECIDED";
    return ci95[0] >= threshold - dust ? "PASS" : ci95[1] < threshold ? "FAIL" : "UNDECIDED";
  }

  /**
   * The same of an objective of a run: of a time too few may have been seen, or only the short ones. What lies among
   * requests that were never answered fails at any threshold, and what was undecided for want of answers stays so.
   */
  function judge(slo, figure, judgement) {
    if (slo.of === "arrived" && slo.verdict === "FAIL" && slo.ci95[0] === null) return "FAIL";
    if (figure.overBudget) return "FAIL"; // The budget does not last for the month.
    const found = verdict(slo.op, slo.threshold, figure.value, figure.ci95);
    const wanting = slo.of && slo.verdict === "UNDECIDED" &&
      verdict(slo.op, slo.first, slo.actual, slo.ci95) === "PASS";
    if (wanting && found === "PASS") return "UNDECIDED";
    const of = slo.stat !== "share" && judgement.times[slo.metric];
    if (!of) return found;
    const count = of.reduce((all, each, i) => (i % 2 ? all + each : all), 0);
    if (count < samplesNeeded(slo.stat)) return "UNDECIDED";
    return judgement.unstable && found === "PASS" ? "UNDECIDED" : found;
  }

  return { histogram, mixture, quantile, partWithin, partOf, interval, costs, verdict, judge, COSTS };
})();
