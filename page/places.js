// Goes to the places of the page: the chat is always there, the others are fetched when they are gone to.
(() => {
  "use strict";

  const place = () => document.getElementById("place");
  let latest = 0;

  function here() {
    const named = location.hash.slice(1).split("?")[0];
    return document.querySelector(`#masthead a[data-place="${CSS.escape(named)}"]`) ? named : "ask";
  }

  // The server rewrites the masthead when it has counted the briefings, so this is done again after that.
  function mark() {
    const named = here();
    document.body.dataset.place = named;
    for (const link of document.querySelectorAll("#masthead a[data-place]")) {
      if (link.dataset.place === named) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  async function load(path, then) {
    const mine = ++latest;
    const target = place();
    const waiting = setTimeout(() => {
      if (mine === latest) window.briefings.say(target, target.dataset.loading, "searching");
    }, 300);
    try {
      const response = await fetch(path, { headers: { Accept: "text/html" } });
      if (!response.ok) throw new Error(response.statusText);
      const html = await response.text();
      if (mine !== latest) return;
      target.innerHTML = html;
      window.briefings.markCurrent();
      document.dispatchEvent(new CustomEvent("place-shown", { detail: document.body.dataset.place }));
      if (then) then(target);
    } catch (error) {
      if (mine === latest) window.briefings.say(target, target.dataset.unreachable, "failure");
    } finally {
      clearTimeout(waiting);
    }
  }

  function go() {
    const before = document.body.dataset.place;
    mark();
    const named = document.body.dataset.place;
    if (named === before) return;
    document.body.classList.remove("panel-open");
    if (before && before !== "ask") document.dispatchEvent(new CustomEvent("place-left", { detail: before }));
    if (named === "ask") return;
    place().replaceChildren();
    const title = document.querySelector(`#masthead a[data-place="${named}"]`).textContent;
    place().setAttribute("aria-label", title);
    document.dispatchEvent(new Event("place-asked"));
    load(`place/${named}?width=${place().clientWidth - 48}`, target => {
      target.scrollTop = 0;
      if (document.activeElement?.matches("#masthead a")) return;
      target.focus({ preventScroll: true });
    });
  }

  const start = () => {
    window.briefings.load = load;
    new MutationObserver(mark).observe(document.getElementById("masthead"), { childList: true, subtree: true });
    go();
  };
  if (window.briefings?.ready) start();
  else document.addEventListener("briefings-ready", start);
  // Followed by hand: the page's base has no query, so the link alone would load a page without its conversation.
  document.addEventListener("click", event => {
    const link = event.target.closest("#masthead a[data-place]");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    location.hash = link.dataset.place;
  });
  document.addEventListener("briefings-changed", event => {
    document.querySelector("#masthead .held").textContent = event.detail.held;
    const welcome = document.querySelector("#conversation .welcome");
    if (welcome) welcome.outerHTML = event.detail.welcome;
  });
  addEventListener("hashchange", () => place() && go());
})();
