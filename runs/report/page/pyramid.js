// A pyramid over a series: of every block of 16 values, where the smallest and the largest are; of
// 16 such blocks the same; and so on. The extremes of any stretch then cost a few dozen looks.
(() => {
  "use strict";

  percolith.pyramidCode = () => {
    const block = 16;
    const none = 0xffffffff;

    const build = (values) => {
      const levels = [];
      let low = null, high = null, count = values.length;
      while (count > block) {
        const above = Math.ceil(count / block);
        const lows = new Uint32Array(above), highs = new Uint32Array(above);
        for (let b = 0; b < above; b++) {
          let least = none, most = none;
          const end = Math.min((b + 1) * block, count);
          for (let i = b * block; i < end; i++) {
            const l = low ? low[i] : i, h = high ? high[i] : i;
            if (l === none || Number.isNaN(values[l])) continue;
            if (least === none || values[l] < values[least]) least = l;
            if (most === none || values[h] > values[most]) most = h;
          }
          lows[b] = least;
          highs[b] = most;
        }
        levels.push({ low: lows, high: highs });
        low = lows;
        high = highs;
        count = above;
      }
      return levels;
    };

    // Indices of the extremes of values[from..to), or -1 where all are gaps: both ragged ends at each
    // level, the whole blocks between them one level up.
    const extremes = (values, levels, from, to) => {
      let least = -1, most = -1, smallest = 0, largest = 0;
      for (let level = 0; ; level++) {
        const last = to - from <= 2 * block || level === levels.length;
        const inner = last ? to : Math.ceil(from / block) * block;
        const outer = last ? to : Math.floor(to / block) * block;
        const at = level ? levels[level - 1] : null;
        for (let part = 0; part < 2; part++) {
          const end = part ? to : inner;
          for (let i = part ? outer : from; i < end; i++) {
            const l = at ? at.low[i] : i, h = at ? at.high[i] : i;
            if (l === none) continue;
            const low = values[l], high = values[h];
            if (least < 0 ? low === low : low < smallest) { least = l; smallest = low; }
            if (most < 0 ? high === high : high > largest) { most = h; largest = high; }
          }
        }
        if (last) return { least, most };
        from = inner / block;
        to = outer / block;
      }
    };

    return { build, extremes };
  };
  percolith.pyramid = percolith.pyramidCode();

  // First index with x >= at (or, with `after`, x > at).
  const bound = (x, at, after = false, from = 0, to = x.length) => {
    while (from < to) {
      const middle = (from + to) >> 1;
      if (x[middle] < at || (after && x[middle] === at)) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  percolith.bound = bound;

  // Where the points of each column of pixels begin; the last entry is the end of the last.
  const columnBounds = (x, from, to, columns) => {
    const bounds = new Uint32Array(columns + 1);
    bounds[0] = bound(x, from);
    bounds[columns] = bound(x, to, true, bounds[0]);
    const width = (to - from) / columns;
    for (let c = 1; c < columns; c++) bounds[c] = bound(x, from + c * width, false, bounds[c - 1], bounds[columns]);
    return bounds;
  };

  // What is drawn of one curve in a window: itself where it has few points, else of every column of
  // pixels the smallest and the largest value in their order. One point beyond each end, so that
  // lines run to the edges. x of columns are the same for all curves, so they share rows.
  const drawn = ({ x, y, levels }, from, to, columns, boundsOf) => {
    const begin = bound(x, from), end = bound(x, to, true);
    const xs = [], ys = [];
    const put = (at, value) => { xs.push(at); ys.push(value); };
    if (begin > 0) put(x[begin - 1], y[begin - 1]);
    if (end - begin <= 2 * columns) {
      for (let i = begin; i < end; i++) put(x[i], y[i]);
    } else {
      const width = (to - from) / columns, bounds = boundsOf(x);
      for (let c = 0; c < columns; c++) {
        if (bounds[c] === bounds[c + 1]) continue;
        const { least, most } = percolith.pyramid.extremes(y, levels, bounds[c], bounds[c + 1]);
        put(from + (c + 0.25) * width, least < 0 ? NaN : y[Math.min(least, most)]);
        if (least !== most) put(from + (c + 0.75) * width, y[Math.max(least, most)]);
      }
    }
    if (end < x.length) put(x[end], y[end]);
    return { xs, ys };
  };

  // Rows as dygraphs takes them: [x, value of each curve]; null is "no point here", NaN a gap.
  percolith.rows = (curves, from, to, columns) => {
    const known = new Map();
    const boundsOf = (x) => known.get(x) ?? known.set(x, columnBounds(x, from, to, columns)).get(x);
    const parts = curves.map((curve) => (curve ? drawn(curve, from, to, columns, boundsOf) : { xs: [], ys: [] }));
    const heads = new Array(parts.length).fill(0);
    const rows = [];
    for (;;) {
      let at = Infinity;
      for (let s = 0; s < parts.length; s++) {
        const { xs } = parts[s];
        if (heads[s] < xs.length && xs[heads[s]] < at) at = xs[heads[s]];
      }
      if (at === Infinity) break;
      const row = [at];
      for (let s = 0; s < parts.length; s++) {
        const { xs, ys } = parts[s], head = heads[s];
        if (head < xs.length && xs[head] === at) {
          row.push(ys[head]);
          heads[s] = head + 1;
        } else row.push(null);
      }
      rows.push(row);
    }
    return rows;
  };

  // On the line through the points, NaN outside it and in gaps.
  const between = ({ x, y, steps }, at) => {
    const next = bound(x, at);
    if (next < x.length && x[next] === at) return y[next];
    if (next === 0 || next === x.length) return NaN;
    if (steps) return y[next - 1];
    const share = (at - x[next - 1]) / (x[next] - x[next - 1]);
    return y[next - 1] + share * (y[next] - y[next - 1]);
  };
  percolith.between = between;

  // Smallest and largest value of a curve within a window, its crossing of the edges included.
  percolith.extent = (curve, from, to) => {
    const begin = bound(curve.x, from), end = bound(curve.x, to, true);
    const { least, most } = percolith.pyramid.extremes(curve.y, curve.levels, begin, end);
    const seen = [between(curve, from), between(curve, to)].filter(Number.isFinite);
    if (least >= 0) seen.push(curve.y[least], curve.y[most]);
    return seen.length ? [Math.min(...seen), Math.max(...seen)] : null;
  };
})();
