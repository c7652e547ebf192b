// Packed numbers of the page, decoded once and only when something asks for them.
globalThis.percolith = {};

(() => {
  "use strict";

  // All that a Worker needs too, so it may use nothing from outside.
  percolith.codec = () => {
    const bytesOfText = (text) => {
      if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
      const letters = atob(text);
      const bytes = new Uint8Array(letters.length);
      for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
      return bytes;
    };

    const inflated = async (bytes) => {
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
      return new Uint8Array(await new Response(stream).arrayBuffer());
    };

    const unshuffled = (bytes, width) => {
      const count = bytes.length / width;
      const result = new Uint8Array(bytes.length);
      for (let b = 0; b < width; b++)
        for (let i = 0, from = b * count, to = b; i < count; i++, to += width) result[to] = bytes[from + i];
      return result;
    };

    // Running sums of 64-bit integers in two halves: many times faster than BigUint64Array.
    const summed = (bytes) => {
      const halves = new Uint32Array(bytes.buffer);
      let low = 0, high = 0;
      for (let i = 0; i < halves.length; i += 2) {
        const before = low;
        low = (low + halves[i]) >>> 0;
        high = (high + halves[i + 1] + (low < before ? 1 : 0)) >>> 0;
        halves[i] = low;
        halves[i + 1] = high;
      }
    };

    return async (text, { length, type, coding }) => {
      const width = { f64: 8, f32: 4 }[type];
      if (!width || !["raw", "delta"].includes(coding)) throw new Error(`unknown packing ${type}, ${coding}`);
      if (coding === "delta" && type !== "f64") throw new Error("differences of f32");
      let packed;
      try {
        packed = await inflated(bytesOfText(text.trim()));
      } catch {
        throw new Error("its packed numbers are damaged");
      }
      if (packed.length !== length * width) throw new Error("it has not the length it should have");
      const bytes = unshuffled(packed, width);
      if (coding === "delta") summed(bytes);
      return width === 8 ? new Float64Array(bytes.buffer) : new Float32Array(bytes.buffer);
    };
  };

  const work = () => `"use strict";
    const decode = (${percolith.codec})();
    const pyramid = (${percolith.pyramidCode})();
    onmessage = async ({ data: { id, text, reference } }) => {
      try {
        const values = await decode(text, reference);
        const levels = pyramid.build(values);
        const moved = [values.buffer, ...levels.flatMap((level) => [level.low.buffer, level.high.buffer])];
        postMessage({ id, values, levels }, moved);
      } catch (error) {
        postMessage({ id, failed: error.message });
      }
    };`;

  let worker = null;
  const waiting = new Map();
  const startWorker = () => {
    if (worker !== null) return;
    try {
      worker = new Worker(URL.createObjectURL(new Blob([work()], { type: "text/javascript" })));
      worker.onmessage = ({ data }) => {
        const { resolve, reject } = waiting.get(data.id);
        waiting.delete(data.id);
        if (data.failed) reject(new Error(data.failed));
        else resolve({ values: data.values, levels: data.levels });
      };
      worker.onerror = (event) => {
        event.preventDefault();
        worker = false;
        for (const { again } of waiting.values()) again();
        waiting.clear();
      };
    } catch {
      worker = false; // a browser that allows none here: the page itself decodes
    }
  };

  const decodeHere = async (text, reference) => {
    const values = await percolith.codec()(text, reference);
    return { values, levels: percolith.pyramid.build(values) };
  };

  const decode = (text, reference) => {
    startWorker();
    if (!worker) return decodeHere(text, reference);
    return new Promise((resolve, reject) => {
      const again = () => decodeHere(text, reference).then(resolve, reject);
      waiting.set(reference.array, { resolve, reject, again });
      worker.postMessage({ id: reference.array, text, reference });
    });
  };

  // The arrays stand behind the script, so that a long page shows its words before it is read whole.
  const parsed = new Promise((resolve) => {
    if (document.readyState !== "loading") resolve();
    else document.addEventListener("DOMContentLoaded", resolve, { once: true });
  });

  const known = new Map();

  // {values, levels} of a reference; a short list of plain numbers serves as well.
  percolith.array = (reference) => {
    if (Array.isArray(reference)) {
      const values = Float64Array.from(reference, (value) => value ?? NaN);
      return Promise.resolve({ values, levels: percolith.pyramid.build(values) });
    }
    const name = reference.array;
    if (!known.has(name)) {
      known.set(name, parsed.then(() => {
        const element = document.getElementById(`array-${name}`);
        if (!element) throw new Error("its numbers are missing from the file");
        return decode(element.textContent, reference);
      }));
    }
    return known.get(name);
  };
})();
