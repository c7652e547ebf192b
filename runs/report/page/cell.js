// The cell to scale: a stack of layers from collector to collector at one instant, and each thin
// interphase magnified beside it. Follows the time that the charts look at.
(() => {
  "use strict";

  const { make, svg } = percolith.dom;
  const seconds = 12; // the whole test, played
  const narrow = 640; // px: below it, scale bars go beneath the words of the insets
  let cells = 0;
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  const roundLength = (most) => {
    const decade = 10 ** Math.floor(Math.log10(most));
    return decade * [5, 2, 1].find((m) => m * decade <= most);
  };

  class Cell {
    constructor(block) {
      this.block = block;
      this.number = ++cells;
      this.group = percolith.groupNamed("time");
      this.visible = false;
      this.stale = true;
      this.drawnAt = 0;
      this.drawing = svg("svg", { role: "img", "aria-label": `${block.title}. ${block.description ?? ""}` });
      this.slider = make("input", { type: "range", min: 0, max: 1000, value: 0, "aria-label": "Time" });
      this.play = make("button", { type: "button", "aria-label": "Play the test" }, "Play");
      this.words = make("ul", { class: "layers" });
      this.clock = make("output", { class: "clock" });
      this.wait = make("p", { class: "wait" }, "…");
      this.element = make("figure", { class: "cell", id: block.id }, make("h3", {}, block.title), this.wait,
        make("div", { class: "drawing" }, this.drawing), this.words,
        make("div", { class: "controls" }, this.play, this.slider, this.clock),
        block.caption ? make("figcaption", {}, block.caption) : null);
      this.slider.addEventListener("input", () => {
        this.stop();
        if (this.time) this.group.point(this.at(+this.slider.value / 1000), this);
      });
      this.play.addEventListener("click", () => (this.running ? this.stop() : this.start()));
      still.addEventListener("change", () => this.allowMotion());
      this.allowMotion();
    }

    allowMotion() {
      if (still.matches) this.stop();
      this.play.disabled = still.matches;
      this.play.title = still.matches ? "Off: the system asks for reduced motion. The slider works." : "";
    }

    async load() {
      try {
        const { layers, time } = this.block;
        const [along, ...all] = await Promise.all([percolith.array(time.values),
          ...layers.map((layer) => (layer.values ? percolith.array(layer.values) : null))]);
        this.time = along.values;
        this.layers = layers.map((layer, k) => {
          if (!all[k]) return { ...layer, x: this.time, most: layer.value, thickness: () => layer.value };
          const { values, levels } = all[k];
          if (values.length !== this.time.length) throw new Error("times and thicknesses differ in number");
          const { most } = percolith.pyramid.extremes(values, levels, 0, values.length);
          const curve = { x: this.time, y: values };
          return { ...layer, most: most < 0 ? 0 : values[most], thickness: (at) => Math.max(0, percolith.between(curve, at) || 0) };
        });
        if (!this.time.length) throw new Error("it holds no times");
        // What all layers measure together at their largest, over a hundred instants: the scale stays.
        const instants = Array.from({ length: 101 }, (_, k) => this.at(k / 100));
        this.total = Math.max(...instants.map((at) => this.layers.reduce((sum, layer) => sum + layer.thickness(at), 0)));
        this.wait.remove();
        this.legend();
        percolith.onResize(this.drawing.parentElement, () => this.resized());
        this.group.join(this, [this.time[0], this.time[this.time.length - 1]]);
      } catch (error) {
        this.failed = true;
        this.wait.textContent = `This drawing cannot be made: ${error.message}.`;
        this.wait.classList.add("broken");
        this.play.disabled = this.slider.disabled = true;
      }
    }

    at(share) { return this.time[0] + share * (this.time[this.time.length - 1] - this.time[0]); }
    draw() { this.stale = false; }

    legend() {
      this.words.replaceChildren(...this.layers.map((layer) => make("li", {}, make("span", { class: `patch ${this.colour(layer)}` }),
        make("span", { class: "name" }, layer.name), layer.text = make("span", { class: "value" }))));
    }

    // Layers before the separator belong to the working electrode, those behind it to the counter.
    colour(layer) {
      const middle = this.layers.findIndex(({ role }) => role === "separator");
      if (layer.role !== "interphase") return layer.role;
      return this.layers.indexOf(layer) < middle ? "working" : "counter";
    }

    point(kept = undefined) {
      if (!this.time) return;
      const last = this.time[this.time.length - 1];
      const at = Number.isFinite(this.group.hover) ? Math.min(Math.max(this.group.hover, this.time[0]), last) : kept ?? this.shown ?? last;
      if (at === this.shown) return;
      this.shown = at;
      const { format } = percolith, { unit } = this.block.time;
      const span = last - this.time[0];
      this.slider.value = Math.round((1000 * (at - this.time[0])) / (span || 1));
      this.clock.textContent = `${format.place(at, span)}${format.thin}${format.unit(unit)}`;
      this.slider.setAttribute("aria-valuetext", this.clock.textContent);
      for (const layer of this.layers) layer.text.textContent = format.measured(layer.thickness(at), layer.unit, 4);
      this.stack(at);
    }

    resized() {
      const at = this.shown;
      this.shown = undefined;
      if (at !== undefined) this.point(at);
    }

    stack(at) {
      const wide = (this.wide = Math.max(360, this.drawing.parentElement.clientWidth));
      const high = wide < narrow ? 202 : 182;
      this.drawing.setAttribute("viewBox", `0 0 ${wide} ${high}`);
      this.drawing.setAttribute("height", high);
      const scale = (wide - 2) / this.total;
      const parts = [];
      let x = 1;
      const edges = this.layers.map((layer) => {
        const width = layer.thickness(at) * scale;
        const edge = { layer, from: x, to: x + width };
        x += width;
        return edge;
      });
      const top = 22, height = 44;
      parts.push(this.text(1, 12, "working", "start"), this.text(x, 12, "counter", "end"));
      for (const { layer, from, to } of edges) parts.push(this.rect(layer, from, to, top, height));
      parts.push(svg("rect", { x: 1, y: top, width: x - 1, height, class: "frame" }));
      parts.push(...this.bar(wide - 2, top + height + 14, 1 / scale, 120));
      const thin = edges.filter(({ layer }) => layer.role === "interphase");
      const places = thin.length === 1 ? [1] : [1, wide / 2 + 20];
      thin.slice(0, 2).forEach((edge, k) => parts.push(...this.inset(at, edge, places[k], k, top + height, scale)));
      this.drawing.replaceChildren(...parts);
    }

    // The interphase at its thickest takes half of the inset; its border with the separator stays.
    inset(at, { layer, from, to }, left, k, below, scale) {
      const { wide } = this, width = wide / 2 - 22, top = 108, height = 52;
      const span = 2 * layer.most || 1;
      const inner = width / span;
      const order = this.layers.indexOf(layer);
      const forwards = this.layers[order + 1]?.role === "separator"; // electrode at the left
      const border = forwards ? 0.75 * width : 0.25 * width;
      const clip = `inset-${this.number}-${k}`;
      const drawn = [];
      const put = (one, a, b) => drawn.push(this.rect(one, left + a, left + b, top, height));
      const outward = forwards ? this.layers.slice(0, order + 1).reverse() : this.layers.slice(order);
      const inward = forwards ? this.layers.slice(order + 1) : this.layers.slice(0, order).reverse();
      const walk = (layers, sign) => {
        let x = border;
        for (const one of layers) {
          const next = Math.min(Math.max(x + sign * one.thickness(at) * inner, -5), width + 5);
          put(one, Math.min(x, next), Math.max(x, next));
          x = next;
        }
      };
      walk(outward, forwards ? -1 : 1);
      walk(inward, forwards ? 1 : -1);
      const origin = forwards ? to : from;
      const seen = [origin - (border / inner) * scale, origin + ((width - border) / inner) * scale].map((x) => Math.min(Math.max(x, 1), wide - 1));
      const times = inner / scale;
      return [
        svg("path", { d: `M${left} ${top}L${seen[0]} ${below}M${left + width} ${top}L${seen[1]} ${below}`, class: "guide" }),
        svg("clipPath", { id: clip }, svg("rect", { x: left, y: top, width, height })),
        svg("g", { "clip-path": `url(#${clip})` }, ...drawn),
        svg("rect", { x: left, y: top, width, height, class: "frame" }),
        this.text(left, top + height + 14, `${layer.name}, × ${percolith.format.significant(times, 2)}`, "start"),
        ...this.bar(left + width, top + height + (wide < narrow ? 32 : 14), 1 / inner, Math.min(100, 0.5 * width)),
      ];
    }

    rect(layer, from, to, y, height) {
      return svg("rect", { x: from, y, width: Math.max(0, to - from), height, class: `fill ${this.colour(layer)}` },
        svg("title", {}, layer.name));
    }

    text(x, y, words, anchor) { return svg("text", { x, y, "text-anchor": anchor }, words); }

    // A scale bar ending at `right`, of a round length, with its words to the left.
    bar(right, y, unitsPerPixel, most) {
      const length = roundLength(most * unitsPerPixel);
      const width = length / unitsPerPixel;
      const { unit } = this.layers[0];
      return [svg("path", { d: `M${right - width} ${y - 8}v8M${right - width} ${y - 4}H${right}M${right} ${y - 8}v8`, class: "bar" }),
        this.text(right - width - 6, y, percolith.format.measured(length, unit, 1), "end")];
    }

    start() {
      if (!this.time || still.matches) return;
      this.running = true;
      this.play.textContent = "Pause";
      const full = this.time[this.time.length - 1] - this.time[0];
      let at = Number.isFinite(this.group.hover) && this.shown < this.time[0] + 0.999 * full ? this.shown : this.time[0];
      let before = performance.now();
      const frame = (now) => {
        if (!this.running) return;
        at += (Math.max(0, now - before) / 1000 / seconds) * full;
        before = now;
        if (at >= this.time[0] + full) this.stop();
        this.group.point(Math.min(at, this.time[0] + full), this);
        if (this.running) requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    }

    stop() {
      this.running = false;
      this.play.textContent = "Play";
    }
  }

  percolith.cell = (block) => new Cell(block);
})();
