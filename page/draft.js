// Checks a draft: sends the text, shows what the server marked, steps through it, and offers it as a file.
(() => {
  "use strict";

  // Held in this tab's memory alone: a draft may be confidential, and outlives neither the tab nor "Clear".
  let draft = "";
  let result = null; // what the server said, and `text`, of which it said it
  let checking = false;
  let turn = 0; // what was under way when the draft was cleared belongs to an earlier one, and comes to nothing
  const HANDED_ON = "briefings-draft";
  const root = () => document.querySelector("#place .draft");
  const said = text => root() && (root().querySelector(".said").textContent = text);
  const box = () => document.getElementById("draft-text");
  const unreachable = () => document.getElementById("place").dataset.unreachable;

  async function check() {
    const text = box().value;
    if (!text.trim()) {
      said(root().dataset.empty);
      box().focus();
      return;
    }
    if (checking) return;
    checking = true;
    tell();
    const mine = turn;
    let wrong = "";
    try {
      const response = await fetch("draft/check", { method: "POST", body: text, headers: { "Content-Type": "text/plain" } });
      const answer = await response.json();
      wrong = answer.error || "";
      if (!wrong && mine === turn) result = { ...answer, text };
    } catch {
      wrong = unreachable();
    }
    if (mine !== turn) return;
    checking = false;
    if (!root()) return;
    marks();
    tell();
    if (wrong) said(wrong);
    else if (draft === text) go(0); // whoever writes on is left to it
  }

  function marks() {
    document.getElementById("checked").innerHTML = result ? result.shown : "";
    window.briefings.markCurrent();
  }

  // What stands beside the buttons: that it is being read, or that the marks are those of an earlier text.
  function tell() {
    root().querySelector(".check-draft").disabled = checking;
    root().querySelector(".clear-draft").hidden = !draft && !result;
    said(checking ? root().dataset.busy : result && draft.trim() && draft !== result.text ? root().dataset.changed : "");
  }

  function write(text) {
    draft = box().value = text;
    tell();
  }

  function clear() {
    turn += 1;
    checking = false;
    result = null;
    write("");
    marks();
    box().focus();
  }

  function go(by) {
    const rows = [...document.querySelectorAll("#checked .verdicts > li")];
    if (!rows.length) return;
    const at = rows.findIndex(row => row.contains(document.activeElement));
    const next = rows[Math.min(rows.length - 1, Math.max(0, (at < 0 ? 0 : at + by)))];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  function save(kind) {
    const [text, type] = kind === "md" ? [result.markdown, "text/markdown"] : [result.page, "text/html"];
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    link.download = `checked-draft.${kind}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // A plain text is read here; any other file by the server, as a briefing of its kind is.
  async function take(file) {
    const mine = turn;
    try {
      let text;
      if (/\.(txt|md)$/i.test(file.name)) text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
      else {
        said(root().dataset.busy);
        const response = await fetch(`draft/read?${new URLSearchParams({ name: file.name })}`, { method: "POST", body: file });
        const answer = await response.json();
        if (!response.ok) return mine === turn && said(answer.error || response.statusText);
        text = answer.text;
      }
      if (mine !== turn) return;
      draft = text;
      if (!root()) return;
      write(text);
      await check();
    } catch (error) {
      said(error instanceof TypeError && !/utf-8/i.test(error.message) ? unreachable() : root()?.dataset.binary);
    }
  }

  document.addEventListener("place-shown", event => {
    if (event.detail !== "check") return;
    write(draft);
    marks();
  });
  document.addEventListener("input", event => {
    if (event.target.id !== "draft-text") return;
    draft = event.target.value;
    tell();
  });
  document.addEventListener("click", event => {
    // Opening a kept conversation loads the page anew, so the draft is handed on to it, and taken back out at once.
    const opens = event.target.closest("a.reopens") && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (opens && (draft || result))
      try {
        sessionStorage.setItem(HANDED_ON, JSON.stringify({ draft, result }));
      } catch {
        sessionStorage.removeItem(HANDED_ON); // too large to be handed on
      }
    if (!root()) return;
    if (event.target.closest(".check-draft")) check();
    if (event.target.closest(".clear-draft")) clear();
    const button = event.target.closest(".export");
    if (button && result) save(button.dataset.kind);
  });
  document.addEventListener("keydown", event => {
    if (event.target.id === "draft-text" && event.key === "Enter" && (event.ctrlKey || event.metaKey)) check();
  });
  document.addEventListener("change", event => {
    if (root() && event.target.matches(".draft input[type=file]") && event.target.files[0]) take(event.target.files[0]);
  });
  document.addEventListener("dragover", event => root() && event.target.closest(".draft") && event.preventDefault());
  document.addEventListener("drop", event => {
    if (!root() || !event.target.closest(".draft") || !event.dataTransfer.files[0]) return;
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
  const start = () => {
    window.briefings.keys = { ...window.briefings.keys, j: () => root() && go(1), k: () => root() && go(-1) };
    const handed = JSON.parse(sessionStorage.getItem(HANDED_ON) || "null");
    sessionStorage.removeItem(HANDED_ON);
    if (handed) ({ draft, result } = handed);
  };
  if (window.briefings?.ready) start();
  else document.addEventListener("briefings-ready", start);
})();
