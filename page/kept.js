// Kept conversations: their list with what changes them, thumbs under answers, and the address that opens one again.
(() => {
  "use strict";

  const root = () => document.querySelector("#place .kept");
  const judged = new Map();
  const typed = new Map();
  let latest = 0;
  let typing = 0;
  let chosen = null;

  const say = text => root() && (root().querySelector(".said").textContent = text);
  const failed = error => say(root().dataset.failed.replace("{}", error.message));
  const open = () => new URLSearchParams(location.search).get("conversation");

  async function post(path, said) {
    const response = await fetch(`conversation/${path}?${new URLSearchParams(said)}`, { method: "POST" });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error || response.statusText);
    return answer;
  }

  async function list() {
    const mine = ++latest;
    const wanted = new URLSearchParams({ find: document.getElementById("kept-find").value, current: open() || 0 });
    try {
      const response = await fetch(`conversations/list?${wanted}`);
      const html = await response.text();
      if (!response.ok) throw new Error(html);
      if (mine === latest && root()) document.getElementById("kept-list").innerHTML = html;
    } catch {
      if (mine === latest && root()) say(document.getElementById("place").dataset.unreachable);
    }
  }

  function choose(button) {
    const entry = button.closest("[data-conversation]");
    chosen = { id: entry.dataset.conversation, title: entry.querySelector(".reopens").textContent };
    const dialog = document.getElementById(button.matches(".rename") ? "renaming" : "deleting");
    dialog.returnValue = "";
    if (dialog.id === "renaming") document.getElementById("new-title").value = chosen.title;
    else {
      const line = dialog.querySelector(".deleted-title");
      line.textContent = line.dataset.text.replace("{}", () => chosen.title);
    }
    dialog.showModal();
    if (dialog.id === "renaming") document.getElementById("new-title").select();
  }

  async function settle(dialog) {
    const { id, title } = chosen;
    if (dialog.returnValue !== "do") {
      document.querySelector(`#conversation-${id} .${dialog.id === "renaming" ? "rename" : "delete"}`)?.focus();
      return;
    }
    try {
      if (dialog.id === "renaming") await post("rename", { conversation: id, title: document.getElementById("new-title").value });
      else await post("delete", { conversation: id });
      await list();
      const next = document.querySelector(`#conversation-${id} .rename`) || document.getElementById("kept-find");
      next?.focus();
      say(dialog.id === "renaming" ? root().dataset.renamed : root().dataset.deleted.replace("{}", () => title));
    } catch (error) {
      failed(error);
    }
  }

  const keyOf = group => `${group.dataset.conversation}-${group.dataset.number}`;
  const groupOf = key => [...document.querySelectorAll("#conversation .thumbs")].find(one => keyOf(one) === key);

  // What is shown of a judgement as it was made here, with what is being written of its reason.
  function restore(group) {
    const key = keyOf(group);
    if (!judged.has(key) || group.outerHTML === judged.get(key)) return group;
    group.outerHTML = judged.get(key);
    const shown = groupOf(key);
    const box = shown.querySelector("[name=reason]");
    if (box && typed.has(key)) {
      box.value = typed.get(key);
      if (document.activeElement === document.body) box.focus();
    }
    return shown;
  }

  const pressed = group => group.querySelector('.thumb[aria-pressed="true"]');

  async function judge(group, good, focus) {
    const { conversation, number } = group.dataset;
    const reason = group.querySelector("[name=reason]")?.value || "";
    const said = good === null ? { conversation, number } : { conversation, number, good, reason };
    try {
      const { shown } = await post("judge", said);
      const made = document.createElement("template");
      made.innerHTML = shown;
      const key = keyOf(group);
      judged.set(key, made.content.firstElementChild.outerHTML);
      typed.delete(key);
      const shownNow = restore(groupOf(key));
      shownNow.querySelector(focus)?.focus();
    } catch (error) {
      alertIn(group, error.message);
    }
  }

  function alertIn(group, text) {
    const line = group.querySelector(".wrong") || document.createElement("p");
    line.className = "wrong";
    line.setAttribute("role", "alert");
    line.textContent = text;
    group.append(line);
  }

  // A snapshot of the conversation rewrites it as the server knew it, so what was judged since is put back after each;
  // and the address of the page becomes that of the conversation, so that opening it again shows it again.
  function follow() {
    const conversation = document.getElementById("conversation");
    const groups = [...conversation.querySelectorAll(".thumbs")];
    const last = groups.at(-1)?.dataset.conversation;
    groups.forEach(restore);
    if (last === undefined && !conversation.querySelector(".welcome")) return;
    const address = new URL(location.href);
    if (last) address.searchParams.set("conversation", last);
    else address.searchParams.delete("conversation");
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  const start = () => {
    const conversation = document.getElementById("conversation");
    new MutationObserver(follow).observe(conversation, { childList: true, subtree: true });
    follow();
  };
  if (window.briefings?.ready) start();
  else document.addEventListener("briefings-ready", start);
  document.addEventListener("place-shown", event => event.detail === "conversations" && root()?.dataset.failed && list());
  document.addEventListener("input", event => {
    const group = event.target.closest(".thumbs");
    if (group) typed.set(keyOf(group), event.target.value);
    if (event.target.id !== "kept-find") return;
    clearTimeout(typing);
    typing = setTimeout(list, 150);
  });
  document.addEventListener("close", event => event.target.matches?.("#renaming, #deleting") && settle(event.target), true);
  document.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (!button) return;
    if (root() && button.matches("#kept-list :is(.rename, .delete)")) choose(button);
    const group = button.closest(".thumbs");
    if (!group || !button.matches(".thumb")) return;
    const good = button.getAttribute("aria-pressed") === "true" ? null : button.matches(".good");
    judge(group, good, good === null ? `.thumb.${button.matches(".good") ? "good" : "bad"}` : "[name=reason]");
  });
  document.addEventListener("submit", event => {
    const group = event.target.closest(".thumbs");
    if (!group) return;
    event.preventDefault();
    if (pressed(group)) judge(group, pressed(group).matches(".good"), ".thumb[aria-pressed=true]");
  });
})();
