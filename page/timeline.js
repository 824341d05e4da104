// Moves along the timeline; the server draws each stretch anew.
(() => {
  "use strict";

  const DAY = 86400000;
  const root = () => document.querySelector("#place .timeline[data-first]");
  const iso = time => new Date(time).toISOString().slice(0, 10);
  let stretch = null;
  let resizing = 0;

  function load(next, keep) {
    stretch = next;
    const asked = new URLSearchParams({ width: document.getElementById("place").clientWidth - 48 });
    if (stretch) {
      asked.set("first", iso(stretch[0]));
      asked.set("last", iso(stretch[1]));
    }
    window.briefings.load(`place/timeline?${asked}`, () => {
      if (keep) root()?.querySelector(`[data-move="${keep}"]`)?.focus();
    });
  }

  function move(kind, at = 0.5) {
    if (kind === "all") return load(null, kind);
    const [first, last] = [root().dataset.first, root().dataset.last].map(day => Date.parse(day));
    const days = Math.round((last - first) / DAY) + 1;
    const shift = Math.max(1, Math.round(days / 3));
    if (kind === "back") return load([first - shift * DAY, last - shift * DAY], kind);
    if (kind === "on") return load([first + shift * DAY, last + shift * DAY], kind);
    const wanted = kind === "in" ? Math.max(3, Math.ceil(days / 2)) : Math.min(36500, days * 2);
    const start = first + Math.round((days - wanted) * at) * DAY;
    load([start, start + (wanted - 1) * DAY], kind);
  }

  document.addEventListener("click", event => {
    if (!root()) return;
    const button = event.target.closest(".move");
    const more = event.target.closest("a.zoom-to");
    if (button) move(button.dataset.move);
    else if (more) {
      event.preventDefault();
      load([Date.parse(more.dataset.first), Date.parse(more.dataset.last)], "all");
    }
  });
  // Ctrl with the wheel zooms where the pointer is; the bare wheel scrolls, as everywhere.
  document.addEventListener("wheel", event => {
    const drawn = event.target instanceof Element && event.target.closest(".timeline .picture");
    if (!drawn || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    clearTimeout(resizing);
    const box = drawn.getBoundingClientRect();
    resizing = setTimeout(() => move(event.deltaY < 0 ? "in" : "out", (event.clientX - box.left) / box.width), 40);
  }, { passive: false });
  // A briefing opened beside it leaves the timeline half the room, so it is drawn again for that.
  const start = () => {
    let drawn = 0;
    new ResizeObserver(() => {
      const width = document.getElementById("place").clientWidth;
      const changed = root() && width && drawn && width !== drawn;
      if (root() && width) drawn = width;
      if (!changed) return;
      clearTimeout(resizing);
      resizing = setTimeout(() => root() && load(stretch), 120);
    }).observe(document.getElementById("place"));
    document.addEventListener("place-shown", () => (drawn = document.getElementById("place").clientWidth));
  };
  if (window.briefings?.ready) start();
  else document.addEventListener("briefings-ready", start);
  document.addEventListener("place-asked", () => (stretch = null));
})();
