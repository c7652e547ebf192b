// A map: one colour per member of a sweep, hatched by how it ended, with curves over it.
(() => {
  "use strict";

  const { make } = percolith.dom;
  const frame = { left: 62, right: 14, top: 10, bottom: 40 };

  // Edges of cells around their values, halfway between neighbours as the axis shows them.
  const edges = ({ values, log }) => {
    const v = log ? values.map(Math.log10) : values;
    const between = v.slice(1).map((value, i) => (value + v[i]) / 2);
    const first = v.length > 1 ? v[0] - (between[0] - v[0]) : v[0] - 0.5;
    const last = v.length > 1 ? v.at(-1) + (v.at(-1) - between.at(-1)) : v[0] + 0.5;
    return [first, ...between, last];
  };

  class Axis {
    constructor(axis) {
      this.axis = axis;
      this.edges = edges(axis);
      [this.low, this.high] = [this.edges[0], this.edges.at(-1)];
    }
    share(value) { return ((this.axis.log ? Math.log10(value) : value) - this.low) / (this.high - this.low); }
    cell(share) {
      const at = this.low + share * (this.high - this.low);
      return Math.min(Math.max(percolith.bound(this.edges, at, true) - 1, 0), this.axis.values.length - 1);
    }
    ticks(count) {
      const { format } = percolith;
      return this.axis.log ? format.logTicks(10 ** this.low, 10 ** this.high, count) : format.ticks(this.low, this.high, count);
    }
    get label() { return percolith.format.labelled(this.axis.label, this.axis.unit); }
  }

  class MapFigure {
    constructor(block) {
      this.block = block;
      this.x = new Axis(block.x);
      this.y = new Axis(block.y);
      this.at = null; // [column, row] looked at
      this.plot = make("div", { class: "plot map-plot", tabindex: "0", role: "application", "aria-roledescription": "map",
        "aria-label": `${block.title}. ${block.description ?? ""} Arrow keys move from member to member, t shows a table.` });
      this.picture = make("canvas", { "aria-hidden": "true" });
      this.over = make("canvas", { class: "over", "aria-hidden": "true" });
      this.box = make("div", { class: "box", hidden: "" });
      this.wait = make("p", { class: "wait" }, "…");
      this.plot.append(this.picture, this.over, this.box, this.wait);
      this.select = make("select", {}, ...block.quantities.map(({ name }, k) => make("option", { value: k }, name)));
      this.select.addEventListener("change", () => this.choose());
      this.bar = make("canvas", { class: "colour-bar", role: "img" });
      this.ends = null;
      [this.lowest, this.highest, this.gap] = ["lowest", "highest", "gap"].map((name) => make("span", { class: name }));
      this.classes = make("ul", { class: "classes" });
      this.tableButton = make("button", { type: "button", "aria-label": `Show as table: ${block.title}`, title: "Show as table",
        "aria-expanded": "false" }, "Table");
      this.tableButton.addEventListener("click", () => percolith.toggleMapTable(this));
      this.tableHost = make("div", {});
      this.element = make("figure", { class: "map", id: block.id },
        make("div", { class: "top" }, make("h3", {}, block.title), make("div", { class: "buttons" }, this.tableButton)),
        make("div", { class: "controls" }, make("label", {}, "Colour ", this.select),
          make("span", { class: "scale" }, this.lowest, this.bar, this.highest), this.gap),
        make("p", { class: "ylabel" }, this.y.label), this.plot, this.classes,
        block.caption ? make("figcaption", {}, block.caption) : null, this.tableHost);
    }

    async load() {
      try {
        const { block } = this;
        const read = async (reference) => {
          const { values } = await percolith.array(reference);
          if (values.length !== block.x.values.length * block.y.values.length) throw new Error("its numbers do not fill its axes");
          return values;
        };
        this.quantities = await Promise.all(block.quantities.map(({ values }) => read(values)));
        this.ends = block.classes ? await read(block.classes.values) : null;
        this.counts = new Array(block.classes?.names.length ?? 0).fill(0);
        for (let i = 0; i < (this.ends?.length ?? 0); i++) this.counts[this.ends[i]]++;
        this.wait.remove();
        this.choose();
        this.listen();
        percolith.onResize(this.plot, () => this.draw());
      } catch (error) {
        this.failed = true;
        this.wait.textContent = `This map cannot be drawn: ${error.message}.`;
        this.wait.classList.add("broken");
        this.select.disabled = this.tableButton.disabled = true;
      }
    }

    choose() {
      this.quantity = this.block.quantities[+this.select.value];
      this.values = this.quantities[+this.select.value];
      const { values } = this, least = this.quantity.log ? Number.MIN_VALUE : -Infinity;
      let low = Infinity, high = -Infinity, gaps = 0;
      for (let i = 0; i < values.length; i++) {
        const value = values[i];
        if (!Number.isFinite(value) || value < least) gaps++;
        else {
          if (value < low) low = value;
          if (value > high) high = value;
        }
      }
      [this.low, this.high] = low <= high ? [low, high] : [0, 1];
      this.gaps = gaps;
      this.legend();
      this.draw();
    }

    share(value) {
      const f = this.quantity.log ? Math.log10 : (v) => v;
      return this.high > this.low ? (f(value) - f(this.low)) / (f(this.high) - f(this.low)) : 0.5;
    }

    draw(ratio = devicePixelRatio || 1) {
      if (!this.values) return;
      const width = this.plot.clientWidth, height = this.plot.clientHeight;
      this.inner = { x: frame.left, y: frame.top, w: width - frame.left - frame.right, h: height - frame.top - frame.bottom };
      for (const canvas of [this.picture, this.over]) {
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
        canvas.style.width = `${width}px`;
        canvas.style.height = `${height}px`;
      }
      const context = this.picture.getContext("2d");
      this.paint(context, ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      this.axes(context);
      this.curves(context);
      this.ratio = ratio;
      this.look();
    }

    // Pixel by pixel, so a million members cost no more than four.
    paint(context, ratio) {
      const { x, y, w, h } = this.inner;
      const wide = Math.max(1, Math.round(w * ratio)), high = Math.max(1, Math.round(h * ratio));
      const image = context.createImageData(wide, high), pixels = image.data;
      const columns = Array.from({ length: wide }, (_, i) => this.x.cell((i + 0.5) / wide));
      const count = this.block.x.values.length;
      const table = Array.from({ length: 256 }, (_, k) => percolith.scaleColour(k / 255));
      let before = null;
      for (let j = 0, p = 0; j < high; j++) {
        const base = this.y.cell(1 - (j + 0.5) / high) * count;
        let left = -1;
        const kinds = this.ends ? new Array(wide) : null;
        for (let i = 0; i < wide; i++, p += 4) {
          const value = this.values[base + columns[i]];
          const shown = Number.isFinite(value) && (!this.quantity.log || value > 0);
          let [r, g, b] = shown ? table[Math.round(255 * this.share(value))] : [150, 150, 150];
          if (kinds) {
            const kind = (kinds[i] = this.ends[base + columns[i]]);
            const edge = (i && kind !== left) || (before && before[i] !== kind);
            if (edge) [r, g, b] = [255, 255, 255];
            else if (Number.isFinite(kind) && percolith.hatched(kind, i / ratio, j / ratio)) {
              const ink = 0.3 * r + 0.59 * g + 0.11 * b > 110 ? 0 : 255;
              [r, g, b] = [r, g, b].map((part) => 0.55 * part + 0.45 * ink);
            }
            left = kind;
          }
          pixels[p] = r; pixels[p + 1] = g; pixels[p + 2] = b; pixels[p + 3] = 255;
        }
        before = kinds;
      }
      context.putImageData(image, Math.round(x * ratio), Math.round(y * ratio));
    }

    axes(context) {
      const { x, y, w, h } = this.inner, { colours } = percolith.theme;
      context.font = "12px system-ui, sans-serif";
      context.fillStyle = colours.text;
      context.strokeStyle = colours.faint;
      context.textAlign = "center";
      for (const { at, text } of this.x.ticks(w / 80)) {
        const px = x + this.x.share(at) * w;
        context.strokeRect(px, y + h, 0, 5);
        const half = context.measureText(text).width / 2;
        context.fillText(text, Math.min(px, x + w + frame.right - half - 1), y + h + 18);
      }
      context.fillText(this.x.label, x + w / 2, y + h + 36);
      context.textAlign = "right";
      for (const { at, text } of this.y.ticks(h / 45)) {
        const py = y + (1 - this.y.share(at)) * h;
        context.strokeRect(x - 5, py, 5, 0);
        context.fillText(text, x - 9, py + 4);
      }
    }

    curves(context) {
      const { x, y, w, h } = this.inner;
      context.save();
      context.beginPath();
      context.rect(x, y, w, h);
      context.clip();
      context.font = "600 12px system-ui, sans-serif";
      for (const curve of this.block.curves ?? []) {
        const path = new Path2D();
        const points = curve.x.map((at, i) => [x + this.x.share(at) * w, y + (1 - this.y.share(curve.y[i])) * h]);
        for (const [px, py] of points) path.lineTo(px, py);
        for (const [colour, line] of [["#fff", 5], ["#000", 2]]) {
          context.strokeStyle = colour;
          context.lineWidth = line;
          context.setLineDash(colour === "#000" && curve.style === "dashed" ? [7, 4] : []);
          context.stroke(path);
        }
        context.setLineDash([]);
        const seen = points.filter(([px, py]) => px > x + 8 && px < x + w - 8 && py > y + 18 && py < y + h - 8);
        const [px, py] = seen[Math.floor(seen.length / 2)] ?? [NaN, NaN];
        context.textAlign = px > x + w / 2 ? "right" : "left";
        context.lineWidth = 4;
        context.strokeStyle = "#fff";
        context.strokeText(curve.name, px, py - 8);
        context.fillStyle = "#000";
        context.fillText(curve.name, px, py - 8);
      }
      context.restore();
    }

    legend() {
      const { format } = percolith, { quantity } = this;
      const say = (value) => format.measured(value, quantity.unit, 3);
      this.lowest.textContent = say(this.low);
      this.highest.textContent = say(this.high) + (quantity.log ? ", logarithmic" : "");
      this.gap.replaceChildren(...(this.gaps === 0 ? [] : [make("span", { class: "patch gap" }), " no value"]));
      this.bar.setAttribute("aria-label", `${quantity.name}: dark ${say(this.low)}, bright ${say(this.high)}`);
      [this.bar.width, this.bar.height] = [256, 1];
      const context = this.bar.getContext("2d");
      for (let k = 0; k < 256; k++) {
        context.fillStyle = `rgb(${percolith.scaleColour(k / 255)})`;
        context.fillRect(k, 0, 1, 1);
      }
      this.classes.replaceChildren(...(this.ends ? this.block.classes.names : []).map((name, kind) => {
        const patch = make("canvas", { width: 28, height: 16, "aria-hidden": "true" });
        const ink = patch.getContext("2d");
        for (let i = 0; i < 28; i++) for (let j = 0; j < 16; j++) {
          ink.fillStyle = percolith.hatched(kind, i, j) ? "#222" : "#ddd";
          ink.fillRect(i, j, 1, 1);
        }
        return make("li", {}, patch, `${name} (${percolith.format.fixed(this.counts[kind], 0)})`);
      }));
    }

    listen() {
      this.over.addEventListener("pointermove", (event) => {
        const box = this.over.getBoundingClientRect(), { x, y, w, h } = this.inner;
        const px = (event.clientX - box.left - x) / w, py = (event.clientY - box.top - y) / h;
        this.at = px >= 0 && px <= 1 && py >= 0 && py <= 1 ? [this.x.cell(px), this.y.cell(1 - py)] : null;
        this.look();
      });
      this.over.addEventListener("pointerleave", () => { this.at = null; this.look(); });
      const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
      this.plot.addEventListener("keydown", (event) => {
        if (event.key === "Escape") this.at = null;
        else if (event.key === "t" && !event.ctrlKey && !event.metaKey) percolith.toggleMapTable(this);
        else if (moves[event.key]) {
          const far = event.shiftKey ? 10 : 1;
          const [column, row] = this.at ?? [0, 0], [dx, dy] = this.at ? moves[event.key] : [0, 0];
          const within = (value, count) => Math.min(Math.max(value, 0), count - 1);
          this.at = [within(column + far * dx, this.block.x.values.length), within(row + far * dy, this.block.y.values.length)];
        } else return;
        event.preventDefault();
        this.look();
        percolith.say(this.at ? this.told().join("; ") : "");
      });
    }

    told() {
      const { format } = percolith, { block } = this, [column, row] = this.at;
      const member = row * block.x.values.length + column;
      const line = ({ label, unit }, value) => `${label} ${format.measured(value, unit)}`;
      const end = this.ends ? block.classes.names[this.ends[member]] : undefined;
      return [line(block.x, block.x.values[column]), line(block.y, block.y.values[row]),
        ...block.quantities.map(({ name, unit }, k) => `${name} ${format.measured(this.quantities[k][member], unit)}`),
        ...(end === undefined ? [] : [end])];
    }

    look() {
      const context = this.over.getContext("2d"), { box, inner, ratio } = this;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, this.over.width, this.over.height);
      box.hidden = !this.at;
      if (!this.at) return;
      const [column, row] = this.at, { x, y, w, h } = inner;
      const side = (axis, i) => [axis.edges[i], axis.edges[i + 1]].map((edge) => (edge - axis.low) / (axis.high - axis.low));
      const [left, right] = side(this.x, column).map((share) => x + share * w);
      const [bottom, top] = side(this.y, row).map((share) => y + (1 - share) * h);
      for (const [colour, grown] of [["#fff", 2], ["#000", 0.5]]) {
        context.strokeStyle = colour;
        context.lineWidth = 1.5;
        context.strokeRect(left - grown, top - grown, right - left + 2 * grown, bottom - top + 2 * grown);
      }
      box.replaceChildren(...this.told().map((text) => make("p", {}, text)));
      const far = right + 10 + box.offsetWidth < x + w + frame.right;
      const up = Math.min(Math.max(top - 10, 0), y + h - box.offsetHeight);
      box.style.transform = `translate(${Math.round(Math.max(0, far ? right + 10 : left - 10 - box.offsetWidth))}px, ${Math.round(up)}px)`;
    }

    recolour() { this.draw(); }
    resized(ratio) { this.draw(ratio || undefined); }
  }

  percolith.map = (block) => new MapFigure(block);
})();
