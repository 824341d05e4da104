// Shows the quote behind a number while it is pointed at or focused.
(() => {
  "use strict";

  const shown = document.createElement("div");
  shown.id = "preview";
  shown.hidden = true;
  let anchor = null;
  let waiting = 0;

  const source = link => document.getElementById(link.getAttribute("aria-describedby"));
  const linkAt = target => (target instanceof Element ? target.closest("a[aria-describedby]") : null);

  function show(link) {
    const quote = source(link);
    if (!quote) return;
    anchor = link;
    if (!shown.isConnected) document.body.append(shown);
    shown.replaceChildren(...[...quote.childNodes].map(node => node.cloneNode(true)));
    shown.hidden = false;
    const at = link.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = shown;
    const left = Math.min(Math.max(8, at.left - 16), innerWidth - width - 8);
    const below = at.bottom + 6 + height <= innerHeight - 8;
    shown.style.left = `${left}px`;
    shown.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - 6 - height)}px`;
  }

  function hide() {
    clearTimeout(waiting);
    shown.hidden = true;
    anchor = null;
  }

  function later(action, after) {
    clearTimeout(waiting);
    waiting = setTimeout(action, after);
  }

  document.addEventListener("pointerover", event => {
    if (event.pointerType === "touch") return;
    const link = linkAt(event.target);
    if (link && link !== anchor) later(() => link.isConnected && show(link), anchor ? 60 : 180);
    else if (link || shown.contains(event.target)) clearTimeout(waiting);
    else if (anchor && document.activeElement !== anchor) later(hide, 160);
  });
  document.addEventListener("focusin", event => {
    const link = linkAt(event.target);
    if (link && link.matches(":focus-visible")) show(link);
    else hide();
  });
  document.addEventListener("click", event => !shown.contains(event.target) && hide());
  document.addEventListener("scroll", event => !shown.contains(event.target) && hide(), { capture: true, passive: true });
  // Before the other scripts, which leave alone what was already acted on.
  document.addEventListener("keydown", event => {
    if (event.key !== "Escape" || shown.hidden) return;
    event.preventDefault();
    hide();
  }, { capture: true });
})();
