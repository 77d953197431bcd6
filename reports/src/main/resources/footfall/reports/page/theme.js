/* Light, dark, or what the reader's system says; pictures are drawn anew when it changes. */
Footfall.theme = (() => {
  const redraws = [];
  const root = document.documentElement;
  const CHOICES = ["system", "light", "dark"];

  const redrawAll = () => redraws.forEach((redraw) => redraw());
  const colour = (name) => getComputedStyle(root).getPropertyValue("--" + name).trim();

  function choose(choice) {
    if (choice === "system") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", choice);
    redrawAll();
  }

  function start() {
    const button = document.getElementById("theme");
    if (button) {
      let at = 0;
      button.hidden = false;
      button.addEventListener("click", () => {
        at = (at + 1) % CHOICES.length;
        choose(CHOICES[at]);
        button.textContent = "Theme: " + CHOICES[at];
      });
    }
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawAll);
    let before = null;
    addEventListener("beforeprint", () => {
      before = root.getAttribute("data-theme");
      root.setAttribute("data-theme", "light");
      redrawAll();
    });
    addEventListener("afterprint", () => {
      if (before === null) root.removeAttribute("data-theme");
      else root.setAttribute("data-theme", before);
      redrawAll();
    });
  }

  return { start, colour, onChange: (redraw) => redraws.push(redraw) };
})();
