// Elements and texts. Nothing from a report ever becomes markup: texts are text nodes.
(() => {
  "use strict";

  const fill = (element, attributes, children) => {
    for (const [name, value] of Object.entries(attributes))
      if (value !== undefined && value !== null) element.setAttribute(name, value);
    element.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return element;
  };
  const make = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);
  const svg = (name, attributes = {}, ...children) =>
    fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);

  percolith.dom = { make, svg };
  percolith.say = (text) => { document.getElementById("spoken").textContent = text; };

  const resized = new Map();
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) resized.get(target)?.();
  });
  percolith.onResize = (element, act) => {
    resized.set(element, act);
    watcher.observe(element);
  };
})();
