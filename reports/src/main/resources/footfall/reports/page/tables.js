/* Every table can be copied, for a spreadsheet. */
Footfall.tables = (() => {
  const cells = (row) => [...row.querySelectorAll("th, td")].map((cell) => cell.textContent.trim().replace(/\s+/g, " "));

  const asText = (table) => [...table.querySelectorAll("tr")].map((row) => cells(row).join("\t")).join("\n");

  /** Pages that are opened as files have no other way in every browser. */
  function copy(text) {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "unseen";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }

  /** What is too wide for the page can be scrolled by keyboard as well. */
  function readable() {
    for (const [i, scroller] of document.querySelectorAll(".scroll:not([data-own])").entries()) {
      const wide = scroller.scrollWidth > scroller.clientWidth;
      if (!wide) {
        ["tabindex", "role", "aria-label"].forEach((name) => scroller.removeAttribute(name));
        continue;
      }
      scroller.setAttribute("tabindex", "0");
      scroller.setAttribute("role", "region");
      const caption = scroller.querySelector("caption span");
      scroller.setAttribute("aria-label", "Table " + (i + 1) + ": " + (caption ? caption.textContent : ""));
    }
  }

  function start() {
    for (const table of document.querySelectorAll("table.copied")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "Copy table";
      button.addEventListener("click", () => {
        button.textContent = copy(asText(table)) ? "Copied" : "Select it, and press Ctrl-C";
        setTimeout(() => (button.textContent = "Copy table"), 2000);
      });
      table.caption.append(button);
    }
    readable();
    addEventListener("resize", readable);
  }

  return { start };
})();
