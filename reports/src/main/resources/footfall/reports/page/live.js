/* A run while it goes on: every glance that the server sends becomes a point of each chart. */
Footfall.live = (() => {
  const { format, lineChart, theme } = Footfall;
  const MOST_POINTS = 1200;
  const setting = JSON.parse(document.getElementById("setting").textContent);
  const now = document.getElementById("now");
  let charts = [];
  let replication = null;

  const VALUES = {
    latency: (glance) => [glance.latency.p50, glance.latency.p95, glance.latency.p99],
    firstToken: (glance) => [glance.firstToken.p50, glance.firstToken.p95, glance.firstToken.p99],
    perSecond: (glance) => [glance.perSecond],
    shoppers: (glance) => [glance.shoppers],
    waiting: (glance) => glance.pools.map((pool) => pool.waiting),
    utilization: (glance) => glance.pools.map((pool) => pool.utilization),
    share: (glance) => glance.pools.map((pool) => pool.share),
  };

  const TILES = {
    part: (glance) => format.percent(glance.part),
    seconds: (glance) => format.unit("time_of_run", glance.seconds),
    shoppers: (glance) => String(glance.shoppers),
    perSecond: (glance) => format.unit("per_second", glance.perSecond),
    latency: (glance) => format.seconds(glance.latency.p95),
    firstToken: (glance) => format.seconds(glance.firstToken.p95),
    answered: (glance) => glance.answered.toLocaleString("en"),
    lost: (glance) => glance.lost.toLocaleString("en"),
    cost: (glance) => format.money(glance.cost, setting.currency),
  };

  const last = (chart) => (chart.xs.length ? chart.xs.length - 1 : null);

  function start() {
    charts = [...document.querySelectorAll("figure[data-live]")].map((figure) => {
      const chart = JSON.parse(figure.querySelector("script").textContent);
      return { chart, key: figure.dataset.live, redraw: lineChart.draw(figure, chart, last) };
    });
    const events = new EventSource("dashboard/events");
    events.addEventListener("open", clear); // Whoever comes, or comes again, is told everything anew.
    events.addEventListener("glances", (event) => show(JSON.parse(event.data)));
    events.addEventListener("over", (event) => {
      events.close();
      over(JSON.parse(event.data));
    });
    events.onerror = () => say("UNDECIDED", "The server cannot be heard; trying again.");
  }

  function say(verdict, words) {
    if (now.textContent === words) return; // It is read out.
    now.className = "answer " + verdict;
    now.textContent = words;
  }

  function clear() {
    charts.forEach(({ chart }) => {
      chart.xs = [];
      chart.curves.forEach((curve) => (curve.ys = []));
    });
  }

  function over(end) {
    say(end.verdict, end.words);
  }

  function show(glances) {
    glances.forEach(add);
    charts.forEach(({ redraw }) => redraw());
    const glance = glances[glances.length - 1];
    document.querySelectorAll("[data-tile]").forEach((tile) => (tile.textContent = TILES[tile.dataset.tile](glance)));
    glance.pools.forEach(showPool);
    say("", glance.part === null ? "Running." : "Running, replication " + glance.replication + ".");
  }

  /** Another replication begins anew. */
  function add(glance) {
    if (glance.replication !== replication) {
      replication = glance.replication;
      clear();
    }
    for (const { chart, key } of charts) {
      chart.xs.push(glance.seconds);
      VALUES[key](glance).forEach((value, i) => chart.curves[i].ys.push(value));
      if (chart.xs.length > MOST_POINTS) thin(chart);
    }
  }

  /** Of the older half, every other point goes. */
  function thin(chart) {
    const kept = (values) => values.filter((value, i) => i >= MOST_POINTS / 2 || i % 2 === 0);
    chart.xs = kept(chart.xs);
    chart.curves.forEach((curve) => (curve.ys = kept(curve.ys)));
  }

  function showPool(pool) {
    const row = document.querySelector(`tr[data-pool="${CSS.escape(pool.name)}"]`);
    const cells = row.querySelectorAll("td");
    [
      String(pool.waiting),
      String(pool.inService),
      format.percent(pool.utilization),
      format.unit("per_second", pool.perSecond),
      format.percent(pool.share),
      format.money(pool.cost, setting.currency),
    ].forEach((text, i) => (cells[i].textContent = text));
    const workers = row.querySelector(".workers");
    workers.replaceChildren(
      ...setting.states.filter((state) => pool.workers[state] > 0).map((state) => {
        const chip = document.createElement("span");
        chip.className = "state " + state;
        chip.textContent = pool.workers[state] + " " + state;
        return chip;
      }));
  }

  theme.start();
  start();
})();
