// Checks a draft: sends the text, shows what the server marked, steps through it, and offers it as a file.
(() => {
  "use strict";

  let result = null;
  const root = () => document.querySelector("#place .draft");
  const said = text => (root().querySelector(".said").textContent = text);
  const box = () => document.getElementById("draft-text");

  async function check() {
    const button = root().querySelector(".check-draft");
    const text = box().value;
    if (!text.trim()) {
      said(root().dataset.empty);
      box().focus();
      return;
    }
    said(root().dataset.busy);
    button.disabled = true;
    try {
      const response = await fetch("draft/check", { method: "POST", body: text, headers: { "Content-Type": "text/plain" } });
      const answer = await response.json();
      if (!root()) return;
      if (answer.error) {
        said(answer.error);
        return;
      }
      result = answer;
      said("");
      document.getElementById("checked").innerHTML = answer.shown;
      window.briefings.markCurrent();
      go(0);
    } catch {
      if (root()) said(document.getElementById("place").dataset.unreachable);
    } finally {
      button.disabled = false;
    }
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
    try {
      if (/\.(txt|md)$/i.test(file.name)) box().value = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
      else {
        said(root().dataset.busy);
        const response = await fetch(`draft/read?${new URLSearchParams({ name: file.name })}`, { method: "POST", body: file });
        const answer = await response.json();
        if (!root()) return;
        if (!response.ok) {
          said(answer.error || response.statusText);
          return;
        }
        box().value = answer.text;
      }
      said("");
      await check();
    } catch {
      if (root()) said(root().dataset.binary);
    }
  }

  document.addEventListener("click", event => {
    if (!root()) return;
    if (event.target.closest(".check-draft")) check();
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
  };
  if (window.briefings?.ready) start();
  else document.addEventListener("briefings-ready", start);
})();
