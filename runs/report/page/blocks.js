// Blocks that need no drawing, and the table of all kinds.
(() => {
  "use strict";

  const { make } = percolith.dom;
  const many = 30; // rows beyond which a table scrolls in its own box
  const caption = (block) => (block.caption ? make("p", { class: "caption" }, block.caption) : null);
  const withUnit = (text, unit) => {
    const name = percolith.format.unit(unit);
    return name ? `${text}${name === "%" ? "" : "\u202f"}${name}` : text;
  };

  const verdict = (block) => make("div", { class: `verdict ${block.tone ?? "plain"}`, id: block.id },
    make("p", { class: "headline" }, block.headline), ...(block.lines ?? []).map((line) => make("p", {}, line)), caption(block));

  const text = (block) => make("div", { class: "text", id: block.id },
    ...block.paragraphs.map((words) => make("p", {}, words)), caption(block));

  const facts = (block) => make("div", { class: "facts", id: block.id },
    make("dl", {}, ...block.rows.map(({ name, value, unit, note }) => make("div", {}, make("dt", {}, name),
      make("dd", {}, make("span", { class: "number" }, withUnit(value, unit)), note ? make("span", { class: "note" }, note) : null)))),
    caption(block));

  const table = (block) => {
    const side = (column) => ({ class: column.align === "right" ? "right" : "left" });
    const body = make("table", {},
      make("thead", {}, make("tr", {}, ...block.columns.map((column) =>
        make("th", { scope: "col", ...side(column) }, percolith.format.labelled(column.title, column.unit))))),
      make("tbody", {}, ...block.rows.map((row) => make("tr", {}, ...row.map((cell, k) =>
        make("td", side(block.columns[k] ?? {}), cell ?? ""))))));
    const long = block.rows.length > many;
    const title = block.title ?? "Table";
    const host = make("div", { class: long ? "scroll values" : "scroll", ...(long ? { tabindex: "0", role: "region", "aria-label": title } : {}) }, body);
    const heading = block.title && !block.fold ? make("h3", {}, block.title) : null;
    if (!block.fold) return make("div", { class: "table", id: block.id }, heading, host, caption(block));
    return make("details", { class: "table", id: block.id },
      make("summary", {}, `${title} (${percolith.format.fixed(block.rows.length, 0)} rows)`), host, caption(block));
  };

  const source = (block) => make("details", { class: "source", id: block.id }, make("summary", {}, block.title ?? "Source"),
    make("pre", { tabindex: "0", role: "region", "aria-label": block.title ?? "Source" }, make("code", {}, block.text)), caption(block));

  const picture = (block) => {
    const bytes = new TextEncoder().encode(block.svg);
    let letters = "";
    for (const byte of bytes) letters += String.fromCharCode(byte);
    return make("figure", { class: "picture", id: block.id }, block.title ? make("h3", {}, block.title) : null,
      make("img", { src: `data:image/svg+xml;base64,${btoa(letters)}`, alt: block.description ?? block.title ?? "" }),
      block.caption ? make("figcaption", {}, block.caption) : null);
  };

  const plain = { verdict, text, facts, table, source, picture };
  const figures = { chart: percolith.chart, cell: percolith.cell, map: percolith.map };

  // {element, figure}: a figure is loaded later, when it comes near.
  percolith.block = (block) => {
    try {
      if (Object.hasOwn(figures, block.kind)) {
        const figure = figures[block.kind](block);
        return { element: figure.element, figure };
      }
      if (Object.hasOwn(plain, block.kind)) return { element: plain[block.kind](block) };
      return { element: make("p", { class: "broken" }, `This page does not know blocks of kind ${block.kind}.`) };
    } catch (error) {
      return { element: make("p", { class: "broken" }, `A block of kind ${block.kind} cannot be shown: ${error.message}.`) };
    }
  };
})();
