/* Line charts: a figure of class "chart" holds what is to be drawn as JSON. Drawn by uPlot; read with the
   mouse, by touch, or with the arrow keys. */
Footfall.lineChart = (() => {
  const { format, theme } = Footfall;
  const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 5], [1, 4]];
  const COLOURS = 6;
  const HEIGHT = 260;
  const NARROW = 500;
  const FONT = "12px system-ui, sans-serif";

  /** Both ends of an axis, with room where there is only one value. */
  function ends(values, axis, marks) {
    let least = Infinity;
    let most = -Infinity;
    for (const value of values) {
      if (value === null) continue;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    for (const mark of marks) {
      least = Math.min(least, mark.at);
      most = Math.max(most, mark.at);
    }
    if (!(least <= most)) return axis.log ? [0.1, 10] : [0, 1];
    if (axis.most !== null && axis.most !== undefined) most = Math.max(most, axis.most);
    if (axis.log) {
      least = Math.max(least, 1e-9);
      return most > least ? [least, most] : [least / 2, least * 2];
    }
    return most > least ? [least, most] : [Math.min(0, least), most > 0 ? most * 2 : 1];
  }

  const onAxis = (chart, axis) => chart.marks.filter((mark) => mark.axis === axis);

  function yEnds(chart) {
    const all = ends(chart.curves.flatMap((curve) => curve.ys), chart.y, onAxis(chart, "y"));
    return chart.y.log ? all : [Math.min(0, all[0]), all[1] * 1.05];
  }

  /** Letters that can be read over curves. */
  function write(ctx, text, x, y, scale) {
    ctx.save();
    ctx.setLineDash([]);
    ctx.lineWidth = 4 * scale;
    ctx.strokeStyle = theme.colour("card");
    ctx.strokeText(text, x, y);
    ctx.fillText(text, x, y);
    ctx.restore();
  }

  function marks(chart) {
    return (plot) => {
      const { ctx, bbox } = plot;
      const scale = devicePixelRatio || 1;
      ctx.save();
      ctx.strokeStyle = theme.colour("mark");
      ctx.fillStyle = theme.colour("mark");
      ctx.lineWidth = 1.5 * scale;
      ctx.setLineDash([6 * scale, 4 * scale]);
      ctx.font = 12 * scale + "px system-ui, sans-serif";
      let line = 0;
      for (const mark of chart.marks) {
        const at = plot.valToPos(mark.at, mark.axis, true);
        ctx.beginPath();
        if (mark.axis === "x") {
          if (at < bbox.left || at > bbox.left + bbox.width) continue;
          ctx.moveTo(at, bbox.top);
          ctx.lineTo(at, bbox.top + bbox.height);
          const rightHalf = at > bbox.left + bbox.width / 2;
          ctx.textAlign = rightHalf ? "right" : "left";
          const up = bbox.top + bbox.height - (8 + 15 * (line++ % 6)) * scale;
          write(ctx, mark.label, at + (rightHalf ? -5 : 5) * scale, up, scale);
        } else {
          if (at < bbox.top || at > bbox.top + bbox.height) continue;
          ctx.moveTo(bbox.left, at);
          ctx.lineTo(bbox.left + bbox.width, at);
          ctx.textAlign = "right";
          write(ctx, mark.label, bbox.left + bbox.width - 4 * scale, at - 5 * scale, scale);
        }
        ctx.stroke();
      }
      ctx.restore();
    };
  }

  const MINUTES = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800];
  const TIME_STEPS = [1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30, ...MINUTES];

  function axisOf(axis, side) {
    const round = (plot, ticks) =>
      axis.log ? ticks.map((tick) => (isRound(tick, plot.width < NARROW ? [1] : [1, 2, 5]) ? tick : null)) : ticks;
    return {
      ...(axis.unit === "time_of_run" ? { incrs: TIME_STEPS } : {}),
      filter: round,
      stroke: () => theme.colour("soft"),
      grid: { stroke: () => theme.colour("line"), width: 1, filter: round },
      ticks: { stroke: () => theme.colour("line"), width: 1, size: 4 },
      font: FONT,
      labelFont: FONT,
      label: side === "x" ? axis.label : undefined,
      labelSize: 18,
      size: side === "x" ? 34 : 66,
      space: side === "x" ? 76 : 34,
      values: (plot, ticks) => ticks.map((value) => (value === null ? "" : format.tick(axis.unit, value))),
    };
  }

  /** On logarithmic axes only a few times each power of ten are written. */
  function isRound(value, leads) {
    const lead = value / Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
    return leads.some((round) => Math.abs(lead - round) < 0.01);
  }

  function options(chart, width, told) {
    return {
      width,
      height: HEIGHT,
      padding: [10, 26, 0, 0],
      legend: { show: false },
      cursor: {
        sync: chart.sync ? { key: chart.sync, scales: ["x", null] } : undefined,
        points: { size: 7 },
        drag: { x: true, y: false },
      },
      scales: {
        x: { time: false, distr: chart.x.log ? 3 : 1, range: (plot, least, most) =>
          least === null ? ends([], chart.x, []) : zoomed(plot, least, most) ? [least, most] : ends(chart.xs, chart.x, onAxis(chart, "x")) },
        y: { distr: chart.y.log ? 3 : 1, range: () => yEnds(chart) },
      },
      axes: [axisOf(chart.x, "x"), axisOf(chart.y, "y")],
      series: [
        {},
        ...chart.curves.map((curve, i) => ({
          label: curve.name,
          stroke: () => theme.colour("c" + (i % COLOURS)),
          width: 2,
          dash: DASHES[i % DASHES.length],
          spanGaps: chart.joined,
          paths: curve.stepped ? uPlot.paths.stepped({ align: -1 }) : uPlot.paths.linear(),
          points: { show: (plot) => plot.data[0].length <= 40, size: 5, fill: () => theme.colour("c" + (i % COLOURS)) },
        })),
      ],
      hooks: { draw: [marks(chart)], setCursor: [told], setSelect: [(plot) => (plot.closer = plot.select.width > 0)] },
    };
  }

  /** Whether the reader has dragged out a part of the axis. */
  function zoomed(plot, least, most) {
    const xs = plot.data[0];
    return xs.length > 1 && (least > xs[0] || most < xs[xs.length - 1]);
  }

  /** The names of the curves, with their values where the cursor is. */
  function legend(figure, chart, resting) {
    const list = document.createElement("ul");
    list.className = "legend";
    const where = document.createElement("li");
    where.className = "where";
    list.append(where);
    const values = chart.curves.map((curve, i) => {
      const item = document.createElement("li");
      const swatch = document.createElement("span");
      swatch.className = "swatch s" + (i % COLOURS);
      const value = document.createElement("b");
      item.append(swatch, curve.name + " ", value);
      list.append(item);
      return value;
    });
    figure.querySelector(".plot").before(list);
    return (pointed) => {
      const index = pointed === null ? resting(chart) : pointed;
      where.textContent = index === null ? "" : chart.x.label + " " + format.unit(chart.x.unit, chart.xs[index]);
      values.forEach((value, i) => {
        const { ys } = chart.curves[i];
        const y = index === null ? null : pointed === null ? ys[index] : latest(ys, index);
        value.textContent = y === null ? "" : format.unit(chart.y.unit, y);
      });
    };
  }

  function latest(ys, index) {
    for (let i = index; i >= 0; i--) if (ys[i] !== null) return ys[i];
    return null;
  }

  function readByKeys(figure, plot, chart) {
    const place = figure.querySelector(".plot");
    const said = document.createElement("p");
    said.className = "unseen";
    said.setAttribute("aria-live", "polite");
    place.after(said);
    let index = -1;
    place.addEventListener("keydown", (event) => {
      const last = chart.xs.length - 1;
      const step = Math.max(1, Math.round(chart.xs.length / 40));
      const to = { ArrowRight: index + step, ArrowLeft: index - step, Home: 0, End: last }[event.key];
      if (to === undefined || last < 0) return;
      event.preventDefault();
      index = Math.max(0, Math.min(last, to));
      plot().setCursor({ left: plot().valToPos(chart.xs[index], "x"), top: HEIGHT / 3 });
      said.textContent = chart.curves
        .map((curve) => [curve.name, latest(curve.ys, index)])
        .filter(([, y]) => y !== null)
        .map(([name, y]) => name + " " + format.unit(chart.y.unit, y))
        .reduce((all, one) => all + ", " + one, chart.x.label + " " + format.unit(chart.x.unit, chart.xs[index]));
    });
  }

  /**
   * Draws a chart in its figure, and returns a function that draws it anew after its data have changed.
   * Where nobody points at anything, the legend tells of the point that resting names; null for none.
   */
  function draw(figure, chart, resting = () => null) {
    const place = figure.querySelector(".plot");
    const tell = legend(figure, chart, resting);
    const data = () => [chart.xs, ...chart.curves.map((curve) => curve.ys)];
    const width = () => Math.max(200, place.clientWidth);
    const plot = new uPlot(options(chart, width(), (u) => tell(u.cursor.idx ?? null)), data(), place);
    plot.root.querySelectorAll("canvas").forEach((canvas) => canvas.setAttribute("aria-hidden", "true"));
    readByKeys(figure, () => plot, chart);
    theme.onChange(() => plot.redraw(false, true));
    new ResizeObserver(() => {
      if (Math.abs(plot.width - width()) > 1) plot.setSize({ width: width(), height: HEIGHT });
    }).observe(place);
    plot.over.addEventListener("dblclick", () => (plot.closer = false));
    return () => {
      plot.setData(data(), !plot.closer);
      if (plot.closer) plot.redraw();
      tell(plot.cursor.idx ?? null);
    };
  }

  function drawAll() {
    for (const figure of document.querySelectorAll("figure.chart")) {
      draw(figure, JSON.parse(figure.querySelector("script").textContent));
    }
  }

  return { draw, drawAll };
})();
