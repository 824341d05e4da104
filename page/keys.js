// Single keys, while no text is being written; they can be turned off in the list of keys.
(() => {
  "use strict";

  const KEPT = "briefings-single-keys";
  const dialog = () => document.getElementById("keys");
  const writing = target =>
    target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button])");
  const on = () => localStorage.getItem(KEPT) !== "off";

  const actions = {
    n: () => window.briefings.step(1),
    "]": () => window.briefings.step(1),
    p: () => window.briefings.step(-1),
    "[": () => window.briefings.step(-1),
    "/": () => {
      location.hash = "#ask";
      window.briefings.box().focus();
    },
    "?": () => list(),
  };

  function list() {
    document.getElementById("single-keys").checked = on();
    if (!dialog().open) dialog().showModal();
  }

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !dialog() || dialog().open) return;
    if (!on() || writing(event.target)) return;
    const act = actions[event.key] || (window.briefings.keys || {})[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("click", event => event.target.closest(".show-keys") && list());
  document.addEventListener("change", event => {
    if (event.target.id === "single-keys") localStorage.setItem(KEPT, event.target.checked ? "on" : "off");
  });
})();
