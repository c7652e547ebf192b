// A chart: dygraphs draws what the window holds, never more than a few points per pixel.
(() => {
  "use strict";

  const dashes = { line: null, steps: null, points: null, dashed: [7, 4], dotted: [2, 3] };
  const ties = [null, [7, 3], [2, 3], [10, 3, 2, 3]]; // one file after the other
  const again = [null, [6, 3], [2, 2], [9, 3, 2, 3], [4, 2, 1, 2]]; // the same role once more
  const { make } = percolith.dom;

  // What each series looks like: colour by role, dashes by file, by style, or to tell equals apart.
  const looks = (series) => {
    const files = [...new Set(series.map((s) => s.tie).filter((tie) => tie !== undefined))];
    const seen = new Map();
    let turn = 0;
    return series.map((s) => {
      const style = s.style ?? "line";
      const own = s.role === undefined || s.role === "other";
      const key = `${s.role} ${s.tie} ${style}`;
      const count = own ? 0 : seen.get(key) ?? 0;
      seen.set(key, count + 1);
      const dash = dashes[style] ?? ties[files.indexOf(s.tie) % ties.length] ?? again[count % again.length];
      return { role: own ? "other" : s.role, turn: own ? turn++ : 0, dash, style,
        points: style === "points", steps: style === "steps", thin: s.role === "limit" };
    });
  };

  class Chart {
    constructor(block) {
      this.block = block;
      this.group = percolith.groupNamed(block.group);
      // Along a logarithmic x everything is placed by its logarithm; only texts say the number.
      this.along = block.x.log ? Math.log10 : (x) => x;
      this.number = block.x.log ? (place) => 10 ** place : (place) => place;
      this.looks = looks(block.series);
      this.hidden = new Set();
      this.visible = false;
      this.stale = true;
      this.drawnAt = 0;
      this.whole = !block.y.range; // whether runaways are shown in full
      this.curves = null;
      this.bands = [];
      this.graph = null;
      this.element = this.skeleton();
    }

    skeleton() {
      const { block } = this;
      this.plot = make("div", { class: "plot", tabindex: "0", role: "application", "aria-roledescription": "chart",
        "aria-label": `${block.title}. ${block.description ?? ""}` });
      this.wait = make("p", { class: "wait" }, "…");
      this.canvasHost = make("div", { class: "dygraph" });
      this.over = make("canvas", { class: "over", "aria-hidden": "true" });
      this.box = make("div", { class: "box", hidden: "" });
      this.hint = make("p", { class: "hint", "aria-hidden": "true" });
      this.plot.append(this.canvasHost, this.over, this.box, this.hint, this.wait);
      this.ylabel = make("p", { class: "ylabel" }, percolith.format.labelled(block.y.label, block.y.unit));
      this.xlabel = make("p", { class: "xlabel" }, percolith.format.labelled(block.x.label, block.x.unit));
      this.note = make("span", { class: "cut" });
      return make("figure", { class: "chart", id: block.id },
        make("div", { class: "top" }, make("h3", {}, block.title), this.buttons()),
        percolith.legend(this), make("div", { class: "over-plot" }, this.ylabel, this.note),
        this.markHost = make("div", { class: "marks" }), this.plot, this.track = make("div", { class: "track", hidden: "" }, make("div", {})), this.xlabel,
        block.description ? make("p", { class: "unseen" }, block.description) : null,
        block.caption ? make("figcaption", {}, block.caption) : null, this.tableHost = make("div", {}));
    }

    buttons() {
      const { group, block } = this;
      const button = (text, name, act) => {
        const made = make("button", { type: "button", "aria-label": `${name}: ${block.title}`, title: name }, text);
        made.addEventListener("click", act);
        return made;
      };
      const ready = (act) => () => this.graph && act();
      this.reset = button("Whole", "Show the whole axis", ready(() => group.reset(this)));
      const parts = [
        button("−", "Zoom out", ready(() => group.zoom(2, group.hover, this))),
        button("+", "Zoom in", ready(() => group.zoom(0.5, group.hover, this))), this.reset];
      if (block.y.range) {
        const all = button("All values", "Show runaways in full", ready(() => {
          this.whole = !this.whole;
          all.setAttribute("aria-pressed", this.whole);
          group.changed(this);
        }));
        all.setAttribute("aria-pressed", "false");
        parts.push(all);
      }
      this.tableButton = button("Table", "Show as table", ready(() => percolith.toggleTable(this)));
      this.tableButton.setAttribute("aria-expanded", "false");
      return make("div", { class: "buttons" }, ...parts, this.tableButton);
    }

    async load() {
      try {
        await this.read();
        this.wait.remove();
        this.size();
        this.group.join(this, this.extent());
        percolith.gestures(this);
        percolith.onResize(this.plot, () => this.resized());
      } catch (error) {
        this.failed = true;
        this.wait.textContent = `This chart cannot be drawn: ${error.message}.`;
        this.wait.classList.add("broken");
        this.plot.removeAttribute("tabindex");
        this.plot.setAttribute("role", "group");
        for (const button of this.element.querySelectorAll(".buttons button")) button.disabled = true;
      }
    }

    async read() {
      const { block } = this;
      const curve = async (values, x, steps = false) => {
        const [along, up] = await Promise.all([percolith.array(x), percolith.array(values)]);
        if (along.values.length !== up.values.length) throw new Error("x and y differ in length");
        const at = block.x.log ? along.values.map(this.along) : along.values;
        if (!block.y.log) return { x: at, y: up.values, levels: up.levels, steps };
        const y = up.values.map((value) => (value > 0 ? value : NaN));
        return { x: at, y, levels: percolith.pyramid.build(y), steps };
      };
      this.curves = await Promise.all(block.series.map((s) => curve(s.values, s.x ?? block.x.values, s.style === "steps")));
      this.bands = await Promise.all((block.bands ?? []).map(async (band) => ({
        role: band.role, style: band.style, lower: await curve(band.lower, band.x ?? block.x.values),
        upper: await curve(band.upper, band.x ?? block.x.values) })));
    }

    extent() {
      const ends = [...this.curves, ...this.bands.map((band) => band.lower)].filter(({ x }) => x.length)
        .flatMap(({ x }) => [x[0], x[x.length - 1]]);
      if (!ends.length) throw new Error("it holds no points");
      const [least, most] = [Math.min(...ends), Math.max(...ends)];
      const room = this.looks.every(({ points }) => points) ? 0.06 * (most - least) : 0; // markers are not cut in halves
      const [from, to] = [least - room, most + room];
      if (!this.block.equal) return [from, to];
      const [low, high] = this.heights(from, to);
      const more = Math.max(0, ((high - low) * this.shape() - (to - from)) / 2);
      return [from - more, to + more];
    }

    // Width over height of what curves are drawn in.
    shape() {
      const area = this.graph?.getArea() ?? { w: this.width - this.labelWidth - 18, h: this.height - 18 };
      return area.w / area.h;
    }

    // One of y as long as one of x, as far as the window leaves room for it: half circles stay circles.
    equal([low, high], from, to) {
      const span = Math.max(high - low, (to - from) / this.shape());
      return [low, low + span];
    }

    shown() { return this.curves.map((curve, i) => (this.hidden.has(i) ? null : curve)); }

    // The heights that the window needs; a level is kept in view when the curves come near it.
    heights(from, to) {
      const { block } = this;
      const all = [...this.shown().filter(Boolean), ...this.bands.flatMap(({ lower, upper }) => [lower, upper])]
        .map((curve) => percolith.extent(curve, from, to)).filter(Boolean).flat();
      let low = Math.min(...all), high = Math.max(...all);
      if (!all.length) [low, high] = block.y.log ? [1, 10] : [0, 1];
      this.cut = "";
      if (!this.whole) {
        const [least, most] = block.y.range;
        const say = (value) => percolith.format.measured(value, block.y.unit, 3);
        const beyond = [low < least ? say(low) : "", high > most ? say(high) : ""].filter(Boolean);
        if (beyond.length) this.cut = `cut off here: goes to ${beyond.join(" and ")}`;
        if (least < high && most > low) [low, high] = [Math.max(low, least), Math.min(high, most)];
      }
      if (block.y.log) {
        for (const { at } of block.levels ?? []) if (at > 0 && at > low / 10 && at < high * 10) {
          low = Math.min(low, at);
          high = Math.max(high, at);
        }
        return high / low > 1.001 ? [low / 1.15, high * 1.15] : [low / 2, high * 2];
      }
      const reach = high - low;
      for (const { at } of block.levels ?? []) if (at > low - reach && at < high + reach) {
        low = Math.min(low, at);
        high = Math.max(high, at);
      }
      const span = high - low, margin = span > 1e-12 * Math.max(Math.abs(low), Math.abs(high))
        ? 0.07 * span : 0.1 * Math.abs(high) || 1;
      return [low - margin, high + margin];
    }

    draw() {
      if (!this.curves) return;
      const [from, to] = this.group.range;
      if (this.width < 20) this.size();
      const width = Math.max(50, this.width - this.labelWidth - 12);
      const rows = percolith.rows(this.shown(), from, to, Math.round(width));
      while (rows.length < 2) rows.push([rows.length ? to : from, ...this.curves.map(() => NaN)]);
      this.points = rows.length;
      this.y = this.heights(from, to);
      if (this.block.equal) this.y = this.equal(this.y, from, to);
      this.ySI = percolith.format.scaled(Math.max(Math.abs(this.y[0]), Math.abs(this.y[1])), this.block.y.unit, !this.block.y.log);
      this.xWindow = this.block.x.log ? { label: percolith.format.labelled(this.block.x.label, this.block.x.unit) }
        : percolith.format.window(from, to, this.block.x);
      const options = { file: rows, dateWindow: [from, to], valueRange: this.y };
      if (this.graph) this.graph.updateOptions(options);
      else this.graph = new Dygraph(this.canvasHost, rows, 
        { ...percolith.chartOptions(this), ...options, width: this.width, height: this.height });
      this.ylabel.textContent = percolith.format.labelled(this.block.y.label, this.ySI.unit, this.ySI.power);
      this.xlabel.textContent = this.xWindow.label;
      this.note.textContent = this.cut;
      percolith.nameMarks(this);
      this.reset.disabled = !this.group.window;
      this.place(from, to);
      if (this.table) percolith.fillTable(this);
    }

    // Where the window lies in the whole, beneath the axis.
    place(from, to) {
      const [least, most] = this.group.full, { style } = this.track.firstChild;
      this.track.hidden = !this.group.window;
      this.track.style.marginLeft = `${this.labelWidth + 6}px`;
      style.left = `${Math.min(99.5, (100 * (from - least)) / (most - least))}%`;
      style.width = `${(100 * (to - from)) / (most - least)}%`;
    }

    point() { if (this.graph) percolith.readout(this); }

    size() {
      this.width = this.plot.clientWidth;
      this.height = this.plot.clientHeight;
      this.labelWidth = this.width < 480 ? 46 : 58;
    }

    resized(ratio = null) {
      if (this.plot.clientWidth < 20) return; // passing states of a browser that prints
      const before = `${this.width} ${this.height}`;
      this.size();
      if (!this.graph || (before === `${this.width} ${this.height}` && ratio === null)) return;
      this.graph.updateOptions({ pixelRatio: ratio || null,
        axes: percolith.chartOptions(this).axes }, true);
      this.graph.resize(this.width + 1, this.height); // another width first: the ratio may be all that changed
      this.graph.resize(this.width, this.height);
      this.stale = true;
      this.group.request();
    }

    recolour() {
      if (!this.graph) return;
      const { colors, axes, series } = percolith.chartOptions(this);
      this.graph.updateOptions({ colors, axes, series }, true);
      this.stale = true;
      this.group.request();
    }
  }

  percolith.chart = (block) => new Chart(block);
})();
