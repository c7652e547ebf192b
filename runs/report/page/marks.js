// Words of marks, above the plot, where no curve runs; a leader goes down from each to its line.
(() => {
  "use strict";

  const { make } = percolith.dom;
  const font = "12px system-ui, sans-serif";
  const row = 16, gap = 10, air = 5; // px: height of a row, between words of one row, from the leader to its words
  const measure = document.createElement("canvas").getContext("2d");

  // Places words beside their leaders, {x, width} in px: to the right where there is room for them, else to the
  // left. Adds `left` and `row`, from 0 upwards; no words overlap, and leaders pass beside words that lie lower.
  percolith.stackMarks = (marks, end) => {
    const sorted = [...marks].sort((a, b) => a.x - b.x);
    const leaning = []; // to the left, found from the right
    for (const mark of [...sorted].reverse()) {
      const pierced = leaning.some((other) => other.x > mark.x && other.x < mark.x + mark.width);
      mark.leans = mark.x + mark.width > end || (pierced && mark.x >= mark.width);
      mark.left = mark.leans ? Math.max(0, mark.x - mark.width) : mark.x;
      if (mark.leans) leaning.unshift(mark);
    }
    // Of words that lean, later ones lie higher; leaders closer than `air` pierce nothing: then the first is on top.
    const beside = leaning.reduce((groups, mark) => {
      const last = groups[groups.length - 1];
      if (last && mark.x - last[last.length - 1].x < air) last.unshift(mark);
      else groups.push([mark]);
      return groups;
    }, []);
    const placed = [];
    for (const mark of [...sorted.filter(({ leans }) => !leans).reverse(), ...beside.flat()]) {
      const beneath = placed.filter((other) => mark.left < other.left + other.width && other.left < mark.left + mark.width);
      mark.row = beneath.reduce((most, other) => Math.max(most, other.row + 1), 0);
      placed.push(mark);
    }
    return sorted;
  };

  // The marks inside the window: where, in px from the left of the chart.
  percolith.marksInView = (chart, graph = chart.graph) => {
    const [from, to] = chart.group.range, area = graph.getArea();
    return (chart.block.marks ?? []).map((mark) => ({ ...mark, at: chart.along(mark.at) }))
      .filter(({ at }) => at >= from && at <= to)
      .map((mark) => ({ ...mark, x: Math.min(Math.round(graph.toDomXCoord(mark.at)), Math.floor(area.x + area.w) - 1) + 0.5 }));
  };

  // The strip above the plot is as high as it once had to be at this width: zooming does not move the page.
  percolith.nameMarks = (chart) => {
    if (!chart.block.marks?.length) return;
    measure.font = font;
    const marks = percolith.marksInView(chart).map((mark) => ({ ...mark, width: measure.measureText(mark.text).width + gap }));
    percolith.stackMarks(marks, chart.width);
    const rows = marks.reduce((most, mark) => Math.max(most, mark.row + 1), 1);
    chart.markRows = chart.markWidth === chart.width ? Math.max(chart.markRows, rows) : rows;
    chart.markWidth = chart.width;
    chart.markHost.style.height = `${chart.markRows * row}px`;
    chart.markHost.replaceChildren(...marks.flatMap((mark) => {
      const name = make("span", { class: `mark ${mark.role ?? "other"}` }, mark.text);
      const leader = make("span", { class: `leader ${mark.role ?? "other"}` });
      name.style.left = `${mark.left + (mark.leans ? gap - air : air)}px`;
      name.style.bottom = `${mark.row * row}px`;
      leader.style.left = `${mark.x - 0.5}px`;
      leader.style.height = `${(mark.row + 1) * row - 3}px`;
      return [leader, name];
    }));
  };
})();
