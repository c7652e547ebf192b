// Light or dark, as the system says or as chosen here; the colours that canvases use.
(() => {
  "use strict";

  const choices = ["auto", "light", "dark"];
  const names = { auto: "as the system", light: "light", dark: "dark" };
  const listeners = new Set();
  const root = document.documentElement;

  // Storage may be forbidden, as on pages opened from a file.
  const stored = () => { try { return localStorage.getItem("percolith-theme"); } catch { return null; } };
  const store = (choice) => { try { localStorage.setItem("percolith-theme", choice); } catch { /* not kept */ } };

  let colours = {};
  const read = () => {
    const probe = document.body.appendChild(document.createElement("i"));
    const get = (name) => { // a canvas knows no var() and no light-dark()
      probe.style.color = `var(--${name})`;
      return getComputedStyle(probe).color;
    };
    colours = Object.fromEntries(["text", "quiet", "faint", "line", "paper", "working", "counter", "cell", "limit",
      "measured", "other-1", "other-2", "other-3", "other-4", "lithium", "host", "separator", "collector",
      "working-text", "counter-text"]
      .map((name) => [name, get(name)]));
    probe.remove();
  };
  const changed = () => {
    read();
    for (const listener of listeners) listener();
  };

  const apply = (choice) => {
    if (choice === "auto") delete root.dataset.theme;
    else root.dataset.theme = choice;
  };

  // On paper always light. Called again with false after printing.
  const printing = (on) => {
    root.classList.toggle("printing", on);
    read();
  };

  const start = () => {
    const button = document.getElementById("theme");
    let choice = choices.includes(stored()) ? stored() : "auto";
    const show = () => { button.textContent = `Colours: ${names[choice]}`; };
    apply(choice);
    show();
    read();
    button.addEventListener("click", () => {
      choice = choices[(choices.indexOf(choice) + 1) % choices.length];
      apply(choice);
      store(choice);
      show();
      changed();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  };

  // The colour of a series; those without a role of their own take turns.
  const colour = (role, turn = 0) => colours[role] ?? colours[`other-${(turn % 4) + 1}`];

  percolith.theme = { start, printing, colour, get colours() { return colours; }, onChange: (f) => listeners.add(f) };
})();
