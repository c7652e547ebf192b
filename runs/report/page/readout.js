// What is told of the place looked at: a line, dots, and a box with the values; and the table.
(() => {
  "use strict";

  const { make } = percolith.dom;
  const near = 8; // px: closer than this, a point of the record is meant

  const nearest = ({ x: along }, x) => {
    const next = percolith.bound(along, x);
    return next === along.length || (next > 0 && x - along[next - 1] < along[next] - x) ? next - 1 : next;
  };

  // Where a curve is read at x: lines at x itself, both sides of a jump; loose points at the nearest.
  const reading = (curve, look, x, reach) => {
    if (look.points) {
      const at = nearest(curve, x);
      return Math.abs(curve.x[at] - x) <= reach ? { x: curve.x[at], values: [curve.y[at]] } : { x, values: [NaN] };
    }
    const first = percolith.bound(curve.x, x), last = percolith.bound(curve.x, x, true) - 1;
    if (first > last) return { x, values: [percolith.between(curve, x)] };
    return { x, values: first === last ? [curve.y[first]] : [curve.y[first], curve.y[last]] };
  };

  // The record's own x nearest to a place, if there is one within reach.
  percolith.snapped = (chart, x) => {
    const reach = (near * chart.group.span) / chart.graph.getArea().w;
    const reads = chart.shown().filter((curve) => curve?.x.length).map((curve) => curve.x[nearest(curve, x)])
      .filter((at) => Math.abs(at - x) <= reach);
    return reads.length ? reads.reduce((best, at) => (Math.abs(at - x) < Math.abs(best - x) ? at : best)) : x;
  };

  // The next x of the record in a direction, at least a pixel away.
  percolith.beside = (chart, x, direction) => {
    const [from, to] = chart.group.range;
    const pixel = (to - from) / chart.graph.getArea().w;
    if (!(x >= from && x <= to)) return percolith.snapped(chart, direction > 0 ? from : to);
    const found = chart.shown().filter(Boolean).map(({ x: along }) => (direction > 0
      ? along[percolith.bound(along, Math.max(x + pixel, x), x + pixel === x)]
      : along[percolith.bound(along, x - pixel, true) - 1])).filter((at) => at !== undefined && at !== x);
    if (!found.length) return x;
    return direction > 0 ? Math.min(...found) : Math.max(...found);
  };

  const told = (chart, values) => {
    const { factor, unit } = chart.ySI;
    const { format } = percolith;
    const [a, b] = values.map((value) => value * factor);
    if (b === undefined || Object.is(a, b)) return format.measured(a, unit);
    return `${format.significant(a)} → ${format.measured(b, unit)}`;
  };

  percolith.readout = (chart) => {
    const { group, over, box, graph } = chart;
    const ratio = devicePixelRatio || 1;
    if (over.width !== Math.round(chart.width * ratio) || over.height !== Math.round(chart.height * ratio)) {
      over.width = Math.round(chart.width * ratio);
      over.height = Math.round(chart.height * ratio);
    }
    const context = over.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, chart.width, chart.height);
    const area = graph.getArea(), [from, to] = group.range;
    const { colours } = percolith.theme;
    if (chart.drag) {
      context.fillStyle = colours.quiet;
      context.globalAlpha = 0.2;
      context.fillRect(Math.min(...chart.drag), area.y, Math.abs(chart.drag[1] - chart.drag[0]), area.h);
      context.globalAlpha = 1;
    }
    const x = group.hover;
    if (!(x >= from && x <= to)) {
      box.hidden = true;
      return;
    }
    const at = area.x + ((x - from) / (to - from)) * area.w;
    context.strokeStyle = colours.quiet;
    context.beginPath();
    context.moveTo(at, area.y);
    context.lineTo(at, area.y + area.h);
    context.stroke();

    const reach = (near * (to - from)) / area.w;
    const lines = [];
    chart.shown().forEach((curve, i) => {
      if (!curve) return;
      const read = reading(curve, chart.looks[i], x, reach);
      const colour = percolith.theme.colour(chart.looks[i].role, chart.looks[i].turn);
      for (const value of read.values) {
        const px = graph.toDomXCoord(read.x), py = graph.toDomYCoord(value);
        if (!(py >= area.y - 2 && py <= area.y + area.h + 2)) continue;
        context.beginPath();
        context.arc(px, py, 3.2, 0, 7);
        context.fillStyle = colour;
        context.fill();
        context.strokeStyle = colours.paper;
        context.stroke();
      }
      lines.push({ name: chart.block.series[i].name, text: told(chart, read.values), i });
    });
    fill(chart, x, lines);
    const width = box.offsetWidth;
    const right = at + 12 + width <= chart.width;
    box.style.transform = `translate(${Math.round(Math.max(0, right ? at + 12 : at - 12 - width))}px, ${area.y + 2}px)`;
    chart.told = () => `${xText(chart, x)}: ${lines.map(({ name, text }) => `${name} ${text}`).join("; ")}`;
  };

  const xText = (chart, x) => {
    const name = percolith.format.unit(chart.block.x.unit);
    const { format } = percolith;
    return (chart.block.x.log ? format.significant(chart.number(x), 4) : format.place(x, chart.group.span)) + (name ? percolith.format.thin + name : "");
  };

  // The box keeps its elements: only texts change while the pointer moves.
  const fill = (chart, x, lines) => {
    const { box } = chart;
    box.hidden = false;
    if (box.childElementCount !== lines.length + 1 || box.dataset.shown !== String([...chart.hidden])) {
      box.replaceChildren(make("p", { class: "at" }), ...lines.map(({ name, i }) => make("p", {},
        percolith.swatch(chart, i), make("span", { class: "name" }, name), make("span", { class: "value" }))));
      box.dataset.shown = String([...chart.hidden]);
    }
    box.firstChild.textContent = `${chart.block.x.label} ${xText(chart, x)}`;
    lines.forEach(({ text }, k) => { box.children[k + 1].lastChild.textContent = text; });
  };

  // A piece of the line as the chart draws it.
  percolith.swatch = (chart, i) => {
    const look = chart.looks[i];
    const svg = percolith.dom.svg("svg", { class: `swatch ${look.role}`, width: 24, height: 10, "aria-hidden": "true" });
    if (look.role === "other") svg.classList.add(`turn-${(look.turn % 4) + 1}`);
    svg.append(look.points ? percolith.dom.svg("circle", { cx: 12, cy: 5, r: 3 })
      : percolith.dom.svg("path", { d: "M1 5H23", "stroke-dasharray": look.dash?.join(" ") ?? "none", "stroke-width": look.thin ? 1.3 : 2 }));
    return svg;
  };

  const bar = (role) => percolith.dom.svg("svg", { class: `swatch ${role}`, width: 24, height: 14, "aria-hidden": "true" },
    percolith.dom.svg("path", { d: "M12 1V13M8 1H16M8 13H16", "stroke-width": 1.3 }));

  // Names of the curves; each is a button that hides and shows its own.
  percolith.legend = (chart) => {
    const list = make("ul", { class: "legend", "aria-label": "Curves" });
    chart.block.series.forEach((series, i) => {
      const button = make("button", { type: "button", "aria-pressed": "true", title: "Hide or show" },
        percolith.swatch(chart, i), make("span", {}, series.name));
      button.addEventListener("click", () => {
        if (!chart.curves) return;
        if (!chart.hidden.delete(i)) chart.hidden.add(i);
        button.setAttribute("aria-pressed", String(!chart.hidden.has(i)));
        chart.group.changed(chart);
      });
      list.append(make("li", {}, button));
    });
    for (const band of chart.block.bands ?? [])
      list.append(make("li", { class: "band" }, band.style === "bars" ? bar(band.role ?? "other")
        : make("span", { class: `patch ${band.role ?? "other"}` }), band.name));
    return list;
  };

  const most = 200; // rows of a table

  percolith.toggleTable = (chart) => {
    chart.table = chart.table ? null : make("div", { class: "values scroll", tabindex: "0", role: "region",
      "aria-label": `Values of ${chart.block.title}` });
    chart.tableButton.setAttribute("aria-expanded", String(Boolean(chart.table)));
    chart.tableHost.replaceChildren(...(chart.table ? [chart.table] : []));
    if (chart.table) percolith.fillTable(chart);
  };

  percolith.fillTable = (chart) => {
    const [from, to] = chart.group.range;
    const { block, curves } = chart, { format } = percolith;
    const fullest = curves.reduce((best, curve) => (count(curve, from, to) > count(best, from, to) ? curve : best));
    const begin = percolith.bound(fullest.x, from), rows = count(fullest, from, to);
    const kept = Math.min(rows, most);
    const lines = Array.from({ length: kept }, (_, k) => {
      const i = begin + (kept > 1 ? Math.round((k * (rows - 1)) / (kept - 1)) : 0);
      const x = fullest.x[i];
      return [block.x.log ? format.significant(chart.number(x), 6) : format.place(x, (to - from) / 100), ...curves.map((curve) =>
        format.significant(curve.x === fullest.x ? curve.y[i] : percolith.between(curve, x), 6))];
    });
    const heads = [format.labelled(block.x.label, block.x.unit),
      ...block.series.map(({ name }) => format.labelled(name, block.y.unit))];
    chart.table.replaceChildren(make("table", {},
      make("caption", {}, kept === rows ? `${block.title}: all ${rows} points of the window`
        : `${block.title}: ${kept} of ${format.fixed(rows, 0)} points of the window, evenly chosen`),
      make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col", class: "right" }, head)))),
      make("tbody", {}, ...lines.map((line) => make("tr", {}, ...line.map((text) => make("td", { class: "right" }, text)))))));
  };
  const count = ({ x }, from, to) => percolith.bound(x, to, true) - percolith.bound(x, from);
})();
