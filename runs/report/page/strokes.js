// How dygraphs is told to draw, and what it does not draw itself: bands, levels, marks.
(() => {
  "use strict";

  const font = "12px system-ui, sans-serif";

  percolith.chartOptions = (chart) => {
    const { theme, format } = percolith;
    const series = {};
    const labels = ["x", ...chart.curves.map((_, i) => `s${i}`)]; // words never reach dygraphs, which would take them for HTML
    chart.looks.forEach((look, i) => {
      series[`s${i}`] = {
        color: theme.colour(look.role, look.turn), strokePattern: look.dash, stepPlot: look.steps,
        strokeWidth: look.points ? 0 : look.thin ? 1.1 : 1.6, drawPoints: look.points, pointSize: look.points ? 2.4 : 1.6,
      };
    });
    const small = chart.width < 480;
    const xTicker = (from, to, pixels) => {
      const { zero, factor } = chart.xWindow, count = Math.max(2, pixels / (small ? 55 : 90));
      if (chart.block.x.log) return format.logTicks(chart.number(from), chart.number(to), count)
        .map(({ at, text }) => ({ v: chart.along(at), label: text }));
      return format.ticks((from - zero) * factor, (to - zero) * factor, count)
        .map(({ at, text }) => ({ v: zero + at / factor, label: text }));
    };
    const yTicker = (low, high, pixels) => {
      const factor = chart.ySI.factor * 10 ** -chart.ySI.power;
      const make = chart.block.y.log ? format.logTicks : format.ticks;
      return make(low * factor, high * factor, Math.max(2, pixels / 42)).map(({ at, text }) => ({ v: at / factor, label: text }));
    };
    return {
      labels, series, legend: "never", showLabelsOnHighlight: false, interactionModel: {}, highlightCircleSize: 0,
      connectSeparatedPoints: true, xRangePad: 0, rightGap: 12, logscale: Boolean(chart.block.y.log),
      axes: {
        x: { ticker: xTicker, axisLabelFontSize: 12, axisLabelWidth: small ? 54 : 80, drawGrid: false,
          axisLineColor: theme.colours.faint, gridLineColor: theme.colours.line },
        y: { ticker: yTicker, axisLabelFontSize: 12, axisLabelWidth: chart.labelWidth,
          axisLineColor: "transparent", gridLineColor: theme.colours.line, gridLineWidth: 1 },
      },
      plugins: [{ activate: () => ({ willDrawChart: (event) => below(chart, event), didDrawChart: (event) => above(chart, event) }),
        destroy: () => {} }],
    };
  };

  const clipped = (event, draw) => {
    const g = event.dygraph, area = g.getArea(), context = event.drawingContext;
    context.save();
    context.beginPath();
    context.rect(area.x, area.y - 4, area.w, area.h + 8);
    context.clip();
    draw(g, area, context);
    context.restore();
  };

  // An error bar at every point.
  const bars = (context, g, lower, upper, colour) => {
    const cap = 3.5;
    context.strokeStyle = colour;
    context.lineWidth = 1.1;
    context.beginPath();
    lower.x.forEach((at, k) => {
      const x = g.toDomXCoord(at), [low, high] = [lower.y[k], upper.y[k]].map((y) => g.toDomYCoord(y));
      for (const [from, to] of [[[x, low], [x, high]], [[x - cap, low], [x + cap, low]], [[x - cap, high], [x + cap, high]]]) {
        context.moveTo(...from);
        context.lineTo(...to);
      }
    });
    context.stroke();
  };

  const below = (chart, event) => clipped(event, (g, area, context) => {
    const [from, to] = chart.group.range;
    for (const { role, lower, upper, style } of chart.bands) {
      if (style === "bars") {
        bars(context, g, lower, upper, percolith.theme.colour(role));
        continue;
      }
      const side = (curve) => percolith.rows([curve], from, to, Math.max(50, Math.round(area.w))).filter((row) => Number.isFinite(row[1]))
        .map(([x, y]) => [g.toDomXCoord(x), g.toDomYCoord(y)]);
      const path = [...side(lower), ...side(upper).reverse()];
      context.fillStyle = percolith.theme.colour(role);
      context.globalAlpha = 0.18;
      context.beginPath();
      for (const [x, y] of path) context.lineTo(x, y);
      context.fill();
      context.globalAlpha = 1;
    }
  });

  // Words on a halo of the paper's colour, so that a curve beneath does not spoil them.
  const words = (context, text, x, y, colour) => {
    context.font = font;
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = percolith.theme.colours.paper;
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  };

  const above = (chart, event) => clipped(event, (g, area, context) => {
    const { colours } = percolith.theme;
    const line = (x1, y1, x2, y2, colour, dash) => {
      context.strokeStyle = colour;
      context.lineWidth = 1;
      context.setLineDash(dash);
      context.beginPath();
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
      context.stroke();
      context.setLineDash([]);
    };
    for (const { at, text } of chart.block.levels ?? []) {
      const y = Math.round(g.toDomYCoord(at)) + 0.5;
      if (!(y >= area.y - 1 && y <= area.y + area.h + 1)) continue;
      line(area.x, y, area.x + area.w, y, colours.quiet, [5, 4]);
      context.textAlign = "right";
      words(context, text, area.x + area.w - 4, y - 5 < area.y + 10 ? y + 14 : y - 5, colours.quiet);
    }
    for (const { x, role } of percolith.marksInView(chart, g))
      line(x, area.y - 4, x, area.y + area.h, colours[`${role}-text`] ?? colours.text, [2, 3]);
  });
})();
