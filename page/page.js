// Opens briefings in the source panel. The server renders them; nothing is cut or built from text here.
// The other scripts use what is in `window.briefings`.
(() => {
  "use strict";

  const narrow = matchMedia("(max-width: 900px)");
  let opener = null;
  let openHref = null;
  let openedIn = ""; // the place whose link opened what the panel shows; empty for the shelf's own
  let group = [];
  let latest = 0;

  // Whether the panel is hidden while nothing is open; beside the conversation it shows the shelf then.
  const covers = () => narrow.matches || document.body.dataset.place !== "ask";
  const panel = () => document.getElementById("source");
  const body = () => document.getElementById("source-body");
  const linkTo = href => [...document.querySelectorAll("a.opens")].find(link => link.getAttribute("href") === href);

  async function show(path, onShown) {
    const mine = ++latest;
    const target = body();
    const waiting = setTimeout(() => {
      if (mine === latest) say(target, panel().dataset.loading, "searching");
    }, 300);
    try {
      const response = await fetch(path, { headers: { Accept: "text/html" } });
      if (!response.ok && response.status !== 404) throw new Error(response.statusText);
      const html = await response.text();
      if (mine !== latest) return;
      target.innerHTML = html;
    } catch {
      if (mine !== latest) return;
      say(target, panel().dataset.unreachable, "failure");
    } finally {
      clearTimeout(waiting);
    }
    onShown(target);
  }

  function say(target, text, kind) {
    const paragraph = document.createElement("p");
    paragraph.className = kind;
    paragraph.setAttribute("role", kind === "failure" ? "alert" : "status");
    paragraph.textContent = text;
    target.replaceChildren(paragraph);
  }

  function openBriefing(link, byKeyboard) {
    const href = link.getAttribute("href");
    const around = link.closest("article.exchange, #place");
    if (around) {
      opener = link;
      openedIn = document.body.dataset.place || "ask";
      group = [...new Set([...around.querySelectorAll("a.opens:not(.why)")].map(one => one.getAttribute("href")))];
    } else if (link.closest(".shelf") && !covers()) opener = null;
    openHref = href;
    markCurrent();
    sayWhere();
    reveal();
    const own = panel().querySelector(".own-page");
    own.setAttribute("href", href);
    own.hidden = false;
    panel().classList.add("reading");
    // The focus waits in the panel for the words, so that Escape means the same before they are there.
    const moves = byKeyboard || narrow.matches;
    if (moves) body().focus({ preventScroll: true });
    const [path, anchor] = href.split("#");
    show("panel/" + path, target => {
      const mark = anchor ? target.querySelector("#cited") : null;
      scrollTo(target, mark);
      if (moves && panel().contains(document.activeElement)) (mark || body()).focus({ preventScroll: true });
    });
  }

  function sayWhere() {
    const stepper = panel().querySelector(".stepper");
    const position = group.indexOf(openHref);
    stepper.hidden = position < 0 || group.length < 2;
    const at = stepper.querySelector(".at");
    at.textContent = at.dataset.at.replace("{}", position + 1).replace("{}", group.length);
  }

  // The next or previous of the links that stand with the open one; the first where none is open.
  function step(by) {
    let position = group.indexOf(openHref);
    if (position < 0 || !linkTo(openHref)) {
      const all = document.querySelectorAll("article.exchange");
      const first = (document.body.dataset.place === "ask" ? all[all.length - 1] : document.getElementById("place"))
        ?.querySelector("a.opens:not(.why)");
      if (first) openBriefing(first, true);
      return;
    }
    position = (position + by + group.length) % group.length;
    const link = linkTo(group[position]);
    if (link) openBriefing(link, true);
    if (link && !narrow.matches) link.scrollIntoView({ block: "nearest" });
  }

  function scrollTo(target, mark) {
    if (!mark) {
      target.scrollTop = 0;
      return;
    }
    const above = mark.getBoundingClientRect().top - target.getBoundingClientRect().top;
    const room = Math.max(24, (target.clientHeight - mark.getBoundingClientRect().height) / 3);
    target.scrollTop += above - room;
  }

  function openShelf(revealed) {
    if (panel().contains(document.activeElement)) body().focus({ preventScroll: true });
    openHref = null;
    openedIn = "";
    group = [];
    markCurrent();
    sayWhere();
    const own = panel().querySelector(".own-page");
    own.hidden = true;
    panel().classList.remove("reading");
    if (revealed) reveal();
    show("panel/briefings", target => (target.scrollTop = 0));
  }

  // What an answer or a place opened is not left standing beside another one; a briefing of the shelf stays.
  function leave(place) {
    if (openedIn === place) openShelf(false);
  }

  // Where the panel lies over the chat, the browser's Back closes it.
  function reveal() {
    if (narrow.matches && !document.body.classList.contains("panel-open")) history.pushState({ panel: true }, "");
    document.body.classList.add("panel-open");
  }

  function close() {
    if (history.state && history.state.panel) history.back();
    else conceal();
  }

  function conceal() {
    document.body.classList.remove("panel-open");
    if (!covers()) openShelf(false);
    const back = opener && (opener.isConnected ? opener : linkTo(opener.getAttribute("href")));
    if (back) back.focus();
  }

  // A snapshot of the conversation rewrites its links, so the open one is marked again after each.
  function markCurrent() {
    for (const link of document.querySelectorAll("a.opens")) {
      const current = openHref !== null && link.getAttribute("href") === openHref;
      if (current !== link.hasAttribute("aria-current")) link.toggleAttribute("aria-current", current);
    }
  }

  const box = () => document.querySelector("#question textarea");

  document.addEventListener("click", event => {
    if (!panel() || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("a.opens");
    if (link) {
      event.preventDefault();
      openBriefing(link, event.detail === 0);
    } else if (event.target.closest(".show-library")) openShelf(true);
    else if (event.target.closest(".step")) step(Number(event.target.closest(".step").dataset.step));
    else if (event.target.closest("#source .close")) close();
  });

  document.addEventListener("place-left", event => leave(event.detail));

  document.addEventListener("briefings-changed", () => openHref === null && show("panel/briefings", () => {}));

  addEventListener("popstate", () => {
    if (narrow.matches && document.body.classList.contains("panel-open")) conceal();
  });

  document.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !panel() || event.defaultPrevented || event.target.closest("dialog")) return;
    if (event.target === box()) {
      if (!box().value) document.getElementById("conversation").focus({ preventScroll: true });
    } else if (event.target.matches("input, textarea, select")) return;
    else if (covers() ? document.body.classList.contains("panel-open") : openHref !== null) close();
  });

  window.briefings = { narrow, step, say, box, panel, leave, markCurrent, conceal };

  function start() {
    if (document.body.classList.contains("own")) return;
    const ready = new MutationObserver(() => {
      if (!panel() || !box() || !document.getElementById("conversation")) return;
      ready.disconnect();
      openShelf(false);
      window.briefings.ready = true; // for a script that comes later than this
      document.dispatchEvent(new Event("briefings-ready"));
    });
    ready.observe(document.body, { childList: true, subtree: true });
  }

  start();
})();
