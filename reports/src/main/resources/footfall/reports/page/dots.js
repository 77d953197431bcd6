/* Marks of a picture tell what they are: under the mouse, and one after the other with the arrow keys. */
Footfall.dots = (() => {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;

  function show(mark) {
    const box = mark.getBoundingClientRect();
    tip.textContent = mark.getAttribute("data-tip");
    tip.hidden = false;
    const left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
    tip.style.left = Math.max(8, left) + scrollX + "px";
    tip.style.top = box.top + scrollY - tip.offsetHeight - 8 + "px";
  }

  function pick(svg, mark) {
    svg.querySelectorAll(".picked").forEach((other) => other.classList.remove("picked"));
    if (mark) mark.classList.add("picked");
    if (mark) show(mark);
    else tip.hidden = true;
  }

  /** The marks by their place across, so that arrows go from one to the next. */
  function inOrder(svg) {
    return [...svg.querySelectorAll("[data-tip]")]
      .map((mark) => ({ mark, x: mark.getBBox().x }))
      .sort((a, b) => a.x - b.x)
      .map(({ mark }) => mark);
  }

  function start() {
    document.body.append(tip);
    tip.setAttribute("role", "status");
    for (const svg of document.querySelectorAll("svg.plane")) {
      let at = -1;
      svg.setAttribute("tabindex", "0");
      svg.addEventListener("mouseover", (event) => {
        const mark = event.target.closest("[data-tip]");
        if (mark) pick(svg, mark);
      });
      svg.addEventListener("mouseleave", () => pick(svg, null));
      svg.addEventListener("blur", () => pick(svg, null));
      svg.addEventListener("keydown", (event) => {
        if (event.key === "Escape") pick(svg, null);
        const marks = inOrder(svg);
        const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: marks.length - 1 }[event.key];
        if (to === undefined || marks.length === 0) return;
        event.preventDefault();
        at = Math.max(0, Math.min(marks.length - 1, to));
        pick(svg, marks[at]);
      });
    }
  }

  return { start };
})();
