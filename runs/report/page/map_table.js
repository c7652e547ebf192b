// The members of a map as a table, in pages: every number that the colours stand for.
(() => {
  "use strict";

  const { make } = percolith.dom;
  const most = 500; // rows at once

  const row = (map, member) => {
    const { block, quantities, ends } = map, { format } = percolith, columns = block.x.values.length;
    return [format.significant(block.x.values[member % columns], 6), format.significant(block.y.values[Math.floor(member / columns)], 6),
      ...quantities.map((values) => format.significant(values[member], 6)), ...(ends ? [block.classes.names[ends[member]]] : [])];
  };

  const fill = (map, first) => {
    const { block } = map, { format } = percolith;
    const all = block.x.values.length * block.y.values.length, last = Math.min(first + most, all);
    const number = (k) => k < 2 + block.quantities.length;
    const side = (k) => ({ class: number(k) ? "right" : "left" });
    const heads = [block.x, block.y, ...block.quantities.map(({ name, unit }) => ({ label: name, unit })),
      ...(map.ends ? [{ label: "ended by", unit: "" }] : [])].map(({ label, unit }) => format.labelled(label, unit));
    const lines = Array.from({ length: last - first }, (_, k) => row(map, first + k));
    const turn = (text, to, possible) => {
      const button = make("button", { type: "button" }, text);
      button.disabled = !possible;
      button.addEventListener("click", () => fill(map, to));
      return button;
    };
    map.table.replaceChildren(
      make("p", { class: "turn" }, turn("Before", first - most, first > 0), ` ${format.fixed(first + 1, 0)} to ${format.fixed(last, 0)} of ${format.fixed(all, 0)} members `,
        turn("Next", last, last < all)),
      make("div", { class: "values scroll", tabindex: "0", role: "region", "aria-label": `Values of ${block.title}` }, make("table", {},
        make("caption", {}, block.title),
        make("thead", {}, make("tr", {}, ...heads.map((head, k) => make("th", { scope: "col", ...side(k) }, head)))),
        make("tbody", {}, ...lines.map((line) => make("tr", {}, ...line.map((text, k) => make("td", side(k), text))))))));
  };

  percolith.toggleMapTable = (map) => {
    if (!map.quantities) return;
    map.table = map.table ? null : make("div", { class: "map-table" });
    map.tableButton.setAttribute("aria-expanded", String(Boolean(map.table)));
    map.tableHost.replaceChildren(...(map.table ? [map.table] : []));
    if (map.table) fill(map, 0);
  };
})();
