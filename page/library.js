// The library: finds and sorts by asking the server for rows, uploads, removes with undo, syncs with progress.
(() => {
  "use strict";

  const SEEN = "briefings-seen";
  const root = () => document.querySelector("#place .library");
  const said = () => root().querySelector(".said");
  let wanted = {};
  let seen = -1;
  let until = -1;
  let latest = 0;
  let typing = 0;

  function say(text, undo) {
    if (!root()) return;
    said().textContent = text;
    if (!undo) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain undo";
    button.textContent = root().dataset.undo;
    button.addEventListener("click", undo);
    said().append(" ", button);
    button.focus();
  }

  async function list() {
    const mine = ++latest;
    const asked = new URLSearchParams({ find: wanted.find, by: wanted.by, down: wanted.down, seen, until, fresh: wanted.fresh });
    try {
      const response = await fetch(`library/rows?${asked}`);
      if (!response.ok) throw new Error(response.statusText);
      const html = await response.text();
      if (mine !== latest || !root()) return;
      const focused = document.activeElement?.closest?.("#library-rows [data-by]")?.dataset.by;
      document.getElementById("library-rows").innerHTML = html;
      if (focused) root().querySelector(`[data-by="${focused}"]`)?.focus();
      window.briefings.markCurrent();
    } catch {
      if (root()) say(document.getElementById("place").dataset.unreachable);
    }
  }

  // After each change of the library all that the page says of what it holds is said anew.
  async function changed() {
    await list();
    try {
      const response = await fetch("library/holdings");
      if (!response.ok) throw new Error(response.statusText);
      document.dispatchEvent(new CustomEvent("briefings-changed", { detail: await response.json() }));
    } catch {
      say(document.getElementById("place").dataset.unreachable);
    }
  }

  async function post(path, body) {
    const response = await fetch(path, { method: "POST", body });
    const answer = await response.json();
    if (answer.error) throw new Error(answer.error);
    return answer;
  }

  const failed = error => root() && say(root().dataset.failed.replace("{}", error.message));

  async function remove(button) {
    const text = root().dataset.removed;
    try {
      const gone = await post(`library/remove?${new URLSearchParams({ document: button.dataset.document })}`);
      await changed();
      say(text.replace("{}", gone.title), () => restore(gone.folder, gone.path));
    } catch (error) {
      failed(error);
    }
  }

  async function restore(folder, path) {
    try {
      await post(`library/restore?${new URLSearchParams({ folder, path })}`);
      say("");
      document.getElementById("library-find").focus();
      await changed();
    } catch (error) {
      failed(error);
    }
  }

  async function upload(files) {
    let added = 0;
    const problems = [];
    const { uploading, added: text } = root().dataset;
    for (const file of files) {
      say(uploading.replace("{}", file.name));
      try {
        await post(`library/upload?${new URLSearchParams({ name: file.name })}`, file);
        added += 1;
      } catch (error) {
        problems.push(error.message);
      }
    }
    await changed();
    say([text.replace("{}", added), ...problems].join(" "));
  }

  async function sync(button) {
    const bar = root().querySelector("progress");
    button.disabled = true;
    bar.hidden = false;
    bar.removeAttribute("value");
    say(root().dataset.syncing);
    try {
      const response = await fetch("library/sync", { method: "POST" });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let held = "";
      const errors = [];
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        const lines = (held + value).split("\n");
        held = lines.pop();
        for (const line of lines.map(one => JSON.parse(one))) {
          if (line.error) errors.push(line.error);
          if (line.total) {
            bar.max = line.total;
            bar.value = line.done;
          }
          if (line.report) say([line.said, ...errors].join(" "));
        }
      }
    } catch (error) {
      failed(error);
    } finally {
      await changed();
      bar.hidden = true;
      button.disabled = false;
    }
  }

  function sort(by) {
    wanted.down = wanted.by === by ? !wanted.down : by === "date" || by === "size";
    wanted.by = by;
    list();
  }

  document.addEventListener("place-shown", event => {
    if (event.detail !== "library") return;
    wanted = { find: "", by: "date", down: true, fresh: false };
    // What was seen at the last visit counts until this window is closed, so that a look elsewhere does not hide it.
    const now = root().dataset.sequence;
    if (sessionStorage.getItem(SEEN) === null) sessionStorage.setItem(SEEN, localStorage.getItem(SEEN) ?? now);
    seen = Number(sessionStorage.getItem(SEEN));
    localStorage.setItem(SEEN, now);
    until = now; // what is added from here on did not come since the last visit
    list();
  });
  document.addEventListener("input", event => {
    if (event.target.id !== "library-find") return;
    clearTimeout(typing);
    typing = setTimeout(() => {
      wanted.find = event.target.value;
      list();
    }, 150);
  });
  document.addEventListener("click", event => {
    if (!root()) return;
    const button = event.target.closest("button");
    if (!button || !root().contains(button)) return;
    if (button.matches(".sort")) sort(button.dataset.by);
    else if (button.matches(".remove")) remove(button);
    else if (button.matches(".restore")) restore(button.dataset.folder, button.dataset.path);
    else if (button.matches(".sync")) sync(button);
    else if (button.matches(".fresh-only")) {
      wanted.fresh = !wanted.fresh;
      list();
    }
  });
  document.addEventListener("change", event => {
    if (root() && event.target.matches(".library input[type=file]")) upload([...event.target.files]);
  });
  for (const kind of ["dragover", "dragleave", "drop"])
    document.addEventListener(kind, event => {
      if (!root() || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      root().classList.toggle("dropping", kind === "dragover");
      if (kind === "drop") upload([...event.dataTransfer.files]);
    });
})();
