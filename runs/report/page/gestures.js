// Pointer, wheel, fingers and keys of a chart.
(() => {
  "use strict";

  const notch = 1.0018; // zoom per pixel of wheel

  percolith.gestures = (chart) => {
    const { plot, group, over } = chart;
    const area = () => chart.graph.getArea();
    const left = (event) => event.clientX - over.getBoundingClientRect().left;
    const value = (px) => {
      const { x, w } = area(), [from, to] = group.range;
      return from + ((px - x) / w) * (to - from);
    };
    const inside = (px) => px >= area().x && px <= area().x + area().w;

    const fingers = new Map();
    let mode = null, begun = 0, last = 0;

    const look = (event) => {
      const px = left(event);
      group.point(inside(px) ? percolith.snapped(chart, value(px)) : NaN, chart);
    };

    over.addEventListener("pointerdown", (event) => {
      if (!chart.graph || event.button !== 0) return;
      fingers.set(event.pointerId, left(event));
      over.setPointerCapture(event.pointerId);
      begun = last = left(event);
      mode = fingers.size === 2 ? "pinch" : event.pointerType === "touch" || event.shiftKey ? "pan" : "select";
      chart.drag = null;
    });

    over.addEventListener("pointermove", (event) => {
      if (!chart.graph) return;
      const px = left(event);
      if (!fingers.has(event.pointerId)) return look(event);
      if (mode === "pinch") {
        const before = [...fingers.values()];
        fingers.set(event.pointerId, px);
        const after = [...fingers.values()];
        const width = (pair) => Math.max(10, Math.abs(pair[0] - pair[1]));
        group.pan((before[0] + before[1] - after[0] - after[1]) / 2 / area().w, chart);
        return group.zoom(width(before) / width(after), value((after[0] + after[1]) / 2), chart);
      }
      fingers.set(event.pointerId, px);
      if (mode === "pan") {
        group.pan((last - px) / area().w, chart);
        last = px;
      } else if (Math.abs(px - begun) > 4) {
        const { x, w } = area();
        chart.drag = [begun, px].map((p) => Math.min(Math.max(p, x), x + w));
      }
      return look(event);
    });

    const lift = (event) => {
      if (!fingers.delete(event.pointerId)) return;
      const drag = chart.drag;
      chart.drag = null;
      if (event.type === "pointerup" && drag && Math.abs(drag[1] - drag[0]) > 4)
        group.show(Math.min(...drag.map(value)), Math.max(...drag.map(value)), chart);
      else if (event.type === "pointerup") look(event);
      mode = fingers.size ? "pan" : null;
      last = [...fingers.values()][0] ?? 0;
      group.request();
    };
    over.addEventListener("pointerup", lift);
    over.addEventListener("pointercancel", lift);
    over.addEventListener("pointerleave", (event) => { // a lifted finger leaves too, and its values stay
      if (!mode && event.pointerType === "mouse") group.point(NaN, null);
    });
    over.addEventListener("dblclick", () => group.reset(chart));

    // A chart in a long page must not catch the wheel of someone who scrolls past: it zooms where the
    // chart was clicked, or with Ctrl.
    let hinting = 0;
    const hint = () => {
      chart.hint.textContent = "Click the chart, or hold Ctrl, to zoom with the wheel";
      chart.hint.classList.add("shown");
      clearTimeout(hinting);
      hinting = setTimeout(() => chart.hint.classList.remove("shown"), 1200);
    };
    over.addEventListener("wheel", (event) => {
      if (!chart.graph) return;
      const pixels = event.deltaMode === 1 ? 16 : 1;
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        if (!group.window) return;
        event.preventDefault();
        group.pan((sideways * pixels) / area().w, chart);
        return;
      }
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== plot) {
        hint();
        return;
      }
      if (event.deltaY > 0 && !group.window && !event.ctrlKey) return; // nothing more to show: the page scrolls
      event.preventDefault();
      const turned = Math.max(-400, Math.min(400, event.deltaY * pixels * (event.ctrlKey && Math.abs(event.deltaY) < 30 ? 5 : 1)));
      group.zoom(notch ** turned, value(left(event)), chart);
    }, { passive: false });

    const keys = {
      "+": () => group.zoom(0.5, group.hover, chart),
      "=": () => group.zoom(0.5, group.hover, chart),
      "-": () => group.zoom(2, group.hover, chart),
      "_": () => group.zoom(2, group.hover, chart),
      ArrowLeft: (event) => (event.shiftKey ? step(-1, event) : group.pan(-0.1, chart)),
      ArrowRight: (event) => (event.shiftKey ? step(1, event) : group.pan(0.1, chart)),
      Home: () => group.reset(chart),
      Escape: () => group.point(NaN, null),
      t: () => percolith.toggleTable(chart),
    };
    const step = (direction, event) => {
      let x = group.hover;
      for (let k = 0; k < (event.altKey ? 20 : 1); k++) x = percolith.beside(chart, x, direction);
      group.point(x, chart);
      percolith.readout(chart);
      percolith.say(chart.told?.() ?? "");
    };
    plot.addEventListener("keydown", (event) => {
      if (!chart.graph || event.ctrlKey || event.metaKey || !keys[event.key]) return;
      event.preventDefault();
      keys[event.key](event);
    });
  };
})();
