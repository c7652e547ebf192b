// Builds the page from the report, loads figures as they come near, and prepares them for paper.
(() => {
  "use strict";

  const { make } = percolith.dom;
  const figures = [];
  const loading = new Map();
  const load = (figure) => {
    if (!loading.has(figure)) loading.set(figure, figure.load());
    return loading.get(figure);
  };
  const whenIdle = () => new Promise((resolve) => (globalThis.requestIdleCallback
    ? requestIdleCallback(resolve, { timeout: 1500 }) : setTimeout(resolve, 50)));

  const watch = () => {
    const near = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const figure = figures.find(({ element }) => element === target);
        figure.visible = isIntersecting;
        if (!isIntersecting) continue;
        load(figure);
        figure.group?.request();
      }
    }, { rootMargin: "500px 0px" });
    for (const { element } of figures) near.observe(element);
  };

  // The rest is loaded while nothing else happens, so that the page can be printed whole.
  const loadRest = async () => {
    for (const figure of figures) {
      await whenIdle();
      await load(figure);
    }
    // What has run a few times is compiled: the first zoom is then as quick as the tenth.
    const longest = figures.filter(({ graph }) => graph).sort((a, b) => b.curves[0].x.length - a.curves[0].x.length)[0];
    for (let k = 0; longest && k < 4; k++) {
      await whenIdle();
      longest.draw();
    }
    document.documentElement.dataset.ready = "all";
  };

  const drawAll = (ratio) => {
    for (const figure of figures) figure.recolour?.();
    for (const figure of figures) if (!figure.failed) figure.resized?.(ratio);
    for (const group of percolith.groups()) if (group.full) group.drawAll();
  };

  const printing = () => {
    let folded = []; // opened for the paper alone
    addEventListener("beforeprint", () => {
      percolith.theme.printing(true);
      folded = [...document.querySelectorAll("main details:not([open])")];
      for (const details of folded) details.open = true;
      for (const { wait } of figures) if (wait.isConnected && wait.textContent === "…") wait.textContent = "This figure was not yet loaded.";
      drawAll(3); // finer than the screen
    });
    addEventListener("afterprint", () => {
      percolith.theme.printing(false);
      for (const details of folded) details.open = false;
      drawAll(0);
    });
    // Asked for too early, printing waits for the figures.
    addEventListener("keydown", async (event) => {
      if (event.key !== "p" || !(event.ctrlKey || event.metaKey) || document.documentElement.dataset.ready) return;
      event.preventDefault();
      await Promise.all(figures.map(load));
      print();
    });
  };

  const keys = [
    ["drag", "zoom into a stretch; with Shift: move along"],
    ["wheel", "zoom, once the chart was clicked or with Ctrl; sideways or with Shift: move along"],
    ["pinch, one finger", "zoom, move along"],
    ["double click, Home", "the whole axis"],
    ["+ and −", "zoom about the line looked at, or the middle"],
    ["← and →", "move along"],
    ["Shift ← and →", "look at the point before or behind, with its values read out; with Alt: twenty points"],
    ["t", "show the values of the window, or of a map, as a table"],
    ["Esc", "look at nothing"],
    ["arrows on a map", "from member to member; with Shift: ten at once"],
  ];

  const frame = (report) => {
    const set = (id, words) => { document.getElementById(id).textContent = words; };
    document.title = report.title;
    set("title", report.title);
    set("files", (report.files ?? []).join(", "));
    set("made", `Written by ${report.program}${report.created ? ` on ${report.created.replace("T", " ").replace("Z", " UTC")}` : ""}. `
      + "One file, nothing from the network. Charts: dygraphs (MIT licence).");
    document.getElementById("keys").append(make("p", {}, "A chart takes keys once it has the focus (Tab, or a click)."),
      make("dl", {}, ...keys.map(([key, what]) => make("div", {}, make("dt", {}, key), make("dd", {}, what)))));
    document.getElementById("contents").append(make("ul", {},
      ...report.sections.map(({ id, title }) => make("li", {}, make("a", { href: `#${id}` }, title)))));
  };

  const build = (report) => {
    const main = document.getElementById("content");
    for (const { id, title, blocks } of report.sections) {
      const section = make("section", { id, "aria-labelledby": `${id}-title` }, make("h2", { id: `${id}-title` }, title));
      for (const block of blocks) {
        const { element, figure } = percolith.block(block);
        section.append(element);
        if (figure) figures.push(figure);
      }
      main.append(section);
    }
  };

  percolith.start = () => {
    percolith.theme.start();
    let report;
    try {
      report = JSON.parse(document.getElementById("report").textContent);
      if (report.percolith_report !== 1) throw new Error("it is of another version");
    } catch (error) {
      document.getElementById("content").append(make("p", { class: "broken" }, `This report cannot be read: ${error.message}.`));
      return;
    }
    frame(report);
    build(report);
    percolith.figures = figures;
    percolith.theme.onChange(() => { for (const figure of figures) figure.recolour?.(); });
    printing();
    requestAnimationFrame(() => setTimeout(() => {
      watch();
      loadRest();
    }));
  };
})();
