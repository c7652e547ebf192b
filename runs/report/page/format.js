// Numbers as people write them, units, and the round numbers along an axis.
(() => {
  "use strict";

  const thin = "\u2009", minus = "\u2212";
  const raised = (text) => [...String(text)].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? (c === "-" ? "⁻" : c)).join("");
  const grouped = (text) => {
    const [whole, part] = text.replace("-", minus).split(".");
    const digits = whole.replace(/\d{5,}/, (run) => run.replace(/\B(?=(\d{3})+$)/g, thin));
    return part === undefined ? digits : `${digits}.${part}`;
  };

  const fixed = (value, decimals) => grouped((+value.toFixed(decimals) || 0).toFixed(decimals));

  const significant = (value, digits = 5) => {
    if (!Number.isFinite(value)) return "–";
    if (value === 0) return "0";
    const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
    if (+exponent < -3 || +exponent > 6) {
      const short = mantissa.replace(/\.?0+$/, "").replace("-", minus);
      return `${short}${thin}×${thin}10${raised(+exponent)}`;
    }
    return grouped(value.toFixed(Math.max(0, digits - 1 - exponent)));
  };

  // "uAh/cm2" as print has it: "µAh/cm²". "1" is no unit.
  const unit = (text) => {
    if (!text || text === "1") return "";
    return text.replace(/\bu(?=[A-Zm])/g, "µ").replace(/\bohm\b/gi, "Ω").replace(/degC\b/g, "°C")
      .replace(/([a-zA-ZΩ])\^?(-?\d+)/g, (_, symbol, power) => symbol + raised(power));
  };
  const labelled = (label, text, power = 0) => {
    const words = [power ? `10${raised(power)}` : "", unit(text)].filter(Boolean).join(thin);
    return words ? `${label} (${words})` : label;
  };
  const measured = (value, text, digits) => {
    const name = unit(text);
    return significant(value, digits) + (name && Number.isFinite(value) ? (name === "%" ? "" : thin) + name : "");
  };

  // A prefix that suits the largest value: 0.034 V is shown along an axis in mV. Where a unit takes no
  // prefix, a power of ten that the axis says once for all its numbers.
  const powers = { p: -12, n: -9, u: -6, m: -3, "": 0, k: 3, M: 6, G: 9 };
  const scaled = (largest, text, powered = true) => {
    const far = powered && largest > 0 && (largest < 1e-3 || largest >= 1e6);
    const same = { factor: 1, unit: text, power: far ? 3 * Math.floor(Math.log10(largest) / 3) : 0 };
    if (!(largest > 0) || (largest >= 0.1 && largest < 1e4)) return same;
    const parts = /^([pnumkMG]?)(V|A|W|F|m|s|Hz|J|C|ohm|Ω|Ah)((?:[ /*·].*)?)$/.exec(text);
    if (!parts) return same;
    const [, prefix, symbol, rest] = parts;
    if (symbol === "s" || (symbol === "m" && largest >= 1e4)) return same; // nobody says ks or km here
    const wanted = powers[prefix] + 3 * Math.floor(Math.log10(largest) / 3);
    const found = Object.keys(powers).find((key) => powers[key] === wanted);
    if (found === undefined) return same;
    return { factor: 10 ** (powers[prefix] - wanted), unit: found + symbol + rest, power: 0 };
  };

  const roundStep = (span, count) => {
    const rough = span / Math.max(count, 1);
    const decade = 10 ** Math.floor(Math.log10(rough));
    return decade * ([1, 2, 5].find((m) => m * decade >= rough * 0.999) ?? 10);
  };

  // [{at, text}] of about `count` round numbers.
  const ticks = (low, high, count) => {
    const step = roundStep(high - low, count);
    if (!(step > 0) || !Number.isFinite(step)) return [];
    const largest = Math.max(Math.abs(low), Math.abs(high));
    const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    const far = decimals > 4 || largest >= 1e6;
    const found = [];
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9 && found.length < 100; k++) {
      const digits = Math.max(1, Math.ceil(Math.log10(Math.max(1, Math.abs(k)))) + 1);
      const value = k * step;
      const text = far && k ? significant(+value.toPrecision(12), Math.min(digits + 2, 8)) : fixed(value, far ? 0 : decimals);
      found.push({ at: value, text });
    }
    return found;
  };

  // Along a logarithmic axis: 1, 2, 5 of each decade where there is room, else decades.
  const logTicks = (low, high, count) => {
    const first = Math.floor(Math.log10(low)), last = Math.ceil(Math.log10(high));
    if (last - first < 1 || high / low < 4) return ticks(low, high, count).filter(({ at }) => at > 0);
    const every = Math.max(1, Math.ceil((last - first) / Math.max(count, 2)));
    const found = [];
    for (let e = first; e <= last; e += every)
      for (const m of every === 1 && (last - first) * 2 <= count ? [1, 2, 5] : [1]) {
        const at = m * 10 ** e;
        if (at < low * 0.9999 || at > high * 1.0001) continue;
        found.push({ at, text: e >= -3 && e <= 4 ? fixed(at, Math.max(0, -e)) : (m === 1 ? "" : `${m}${thin}×${thin}`) + `10${raised(e)}` });
      }
    return found;
  };

  // Along x far into a long test: after 412.34 h, in seconds. Zero of the axis, factor, label.
  const seconds = { s: 1, min: 60, h: 3600, d: 86400, day: 86400 };
  const window = (from, to, { label, unit: text }) => {
    const span = to - from;
    const plain = { zero: 0, factor: 1, label: labelled(label, text) };
    if (!(span > 0) || Math.abs(to) / span < 2e3) return plain;
    const decimals = Math.max(0, -Math.floor(Math.log10(span)));
    const zero = +from.toFixed(Math.min(decimals, 15)) <= from ? +from.toFixed(decimals)
      : +(from - 10 ** -decimals).toFixed(decimals);
    let shown = text;
    if (seconds[text]) {
      const width = span * seconds[text];
      shown = width < 200 ? "s" : width < 12000 ? "min" : "h";
      if (width < 0.2) return { zero, factor: seconds[text] * 1e3, label: `${label} after ${fixed(zero, decimals)}${thin}${text} (ms)` };
    }
    const factor = seconds[text] ? seconds[text] / seconds[shown] : 1;
    return { zero, factor, label: `${label} after ${fixed(zero, decimals)}${thin}${unit(text)} (${unit(shown)})` };
  };

  // x with as many decimals as a window of that span can tell apart.
  const place = (at, span) => {
    if (!Number.isFinite(at)) return "–";
    const decimals = Math.min(12, Math.max(0, 3 - Math.floor(Math.log10(span))));
    const text = fixed(at, decimals);
    return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  };

  percolith.format = { fixed, significant, unit, labelled, measured, scaled, ticks, logTicks, window, place, thin };
})();
