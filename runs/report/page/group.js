// What charts share: the window of x, and the x that is looked at. Charts are drawn in the next
// frame, the one in hand first; what does not fit into a frame follows in the next.
(() => {
  "use strict";

  const patience = 14; // ms of drawing in one frame

  class Group {
    constructor() {
      this.members = new Set(); // {draw(), point(), visible, stale, drawnAt}
      this.full = null;
      this.window = null; // null: all there is
      this.hover = NaN;
      this.active = null;
      this.frame = 0;
    }

    get range() { return this.window ?? this.full; }
    get span() { return this.range[1] - this.range[0]; }

    join(member, extent) {
      this.members.add(member);
      if (extent) this.full = this.full
        ? [Math.min(this.full[0], extent[0]), Math.max(this.full[1], extent[1])] : [...extent];
      if (this.full && !(this.full[1] > this.full[0])) this.full = [this.full[0] - 0.5, this.full[0] + 0.5];
      this.changed(null);
    }

    show(from, to, active = null) {
      const [least, most] = this.full;
      const smallest = Math.max((most - least) * 1e-9, Math.max(Math.abs(least), Math.abs(most)) * 1e-12);
      let span = Math.max(to - from, smallest);
      if (span >= (most - least) * 0.9999) this.window = null;
      else {
        const begin = Math.min(Math.max((from + to - span) / 2, least), most - span);
        this.window = [begin, begin + span];
      }
      this.changed(active);
    }

    zoom(factor, about = NaN, active = null) {
      const [from, to] = this.range;
      const at = about >= from && about <= to ? about : (from + to) / 2;
      this.show(at - (at - from) * factor, at + (to - at) * factor, active);
    }

    pan(share, active = null) {
      const [from, to] = this.range, by = share * (to - from);
      const [least, most] = this.full;
      const kept = Math.min(Math.max(by, least - from), most - to);
      if (this.window) this.show(from + kept, to + kept, active);
    }

    reset(active = null) {
      this.window = null;
      this.changed(active);
    }

    point(x, active = null) {
      if (Object.is(x, this.hover) && active === this.active) return;
      this.hover = x;
      this.active = active;
      this.request();
    }

    changed(active) {
      if (active) this.active = active;
      for (const member of this.members) member.stale = true;
      this.request();
    }

    request() {
      if (!this.frame) this.frame = requestAnimationFrame(() => this.drawSome());
    }

    drawSome() {
      this.frame = 0;
      const begin = performance.now();
      const due = [...this.members].filter((member) => member.stale && member.visible)
        .sort((a, b) => (b === this.active) - (a === this.active) || a.drawnAt - b.drawnAt);
      for (const member of due) {
        if (performance.now() - begin > patience) {
          this.request();
          break;
        }
        member.draw();
        member.stale = false;
        member.drawnAt = performance.now();
      }
      for (const member of this.members) if (member.visible && !member.stale) member.point();
    }

    // Before printing, when no further frame will come.
    drawAll() {
      for (const member of this.members) {
        member.draw();
        member.stale = false;
        member.point();
      }
    }
  }

  const groups = new Map();
  percolith.groupNamed = (name) => {
    const key = name ?? Symbol("alone");
    if (!groups.has(key)) groups.set(key, new Group());
    return groups.get(key);
  };
  percolith.groups = () => [...groups.values()];
})();
