// A perceptually uniform scale (viridis, ten stops), and hatchings that tell classes apart.
(() => {
  "use strict";

  const stops = ["440154", "482878", "3e4a89", "31688e", "26828e", "1f9e89", "35b779", "6dcd59", "b4de2c", "fde725"]
    .map((hex) => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)));

  // [r, g, b] at a share from 0 to 1.
  percolith.scaleColour = (share) => {
    const place = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
    const low = Math.min(Math.floor(place), stops.length - 2);
    return stops[low].map((part, k) => Math.round(part + (place - low) * (stops[low + 1][k] - part)));
  };

  // Whether a hatching has ink at a pixel; the first class has none.
  const hatchings = [
    () => false,
    (x, y) => (x + y) % 8 < 1,
    (x, y) => (x - y + 80000) % 8 < 1,
    (x, y) => (x % 7 < 1.5 && y % 7 < 1.5),
    (x, y) => (x + y) % 8 < 1 || (x - y + 80000) % 8 < 1,
    (x, y) => y % 6 < 1,
    (x) => x % 6 < 1,
    (x, y) => y % 6 < 1 || x % 6 < 1,
  ];
  percolith.hatched = (kind, x, y) => hatchings[kind % hatchings.length](x, y);
})();
