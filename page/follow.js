// Follows the conversation as it grows: what is shown beside it, where the window stands, what is read out.
(() => {
  "use strict";

  // Gradio draws these buttons as bare icons.
  function nameButtons() {
    const { send, stop } = window.briefings.panel().dataset;
    for (const [kind, label] of [["submit", send], ["stop", stop]]) {
      const button = document.querySelector(`#question .${kind}-button`);
      if (button && button.getAttribute("aria-label") !== label) button.setAttribute("aria-label", label);
    }
  }

  // An answer as it is read out: its sentences without their numbers, or what is said in place of them.
  function outcome(exchange) {
    return [...exchange.querySelectorAll(".answer, .refusal, .note")]
      .map(part => {
        const said = part.cloneNode(true);
        for (const chips of said.querySelectorAll(".chips")) chips.remove();
        return said.textContent.trim();
      })
      .join(" ");
  }

  function follow() {
    const { narrow, box, leave, markCurrent } = window.briefings;
    const conversation = document.getElementById("conversation");
    let count = 0;
    let awaited = false;
    const heard = document.createElement("p");
    heard.className = "unseen heard";
    heard.setAttribute("role", "status");
    document.body.append(heard);
    const settle = () => {
      markCurrent();
      nameButtons();
      const exchanges = conversation.querySelectorAll("article.exchange");
      if (exchanges.length !== count) leave("ask");
      if (exchanges.length > count) {
        exchanges[exchanges.length - 1].scrollIntoView({ block: "start" });
        if (!narrow.matches && document.activeElement === document.body) box().focus();
      }
      const last = exchanges[exchanges.length - 1];
      const busy = last?.getAttribute("aria-busy") === "true";
      // A snapshot rewrites all of the conversation, so what is read out is the answer alone, once it is whole.
      if (busy) heard.textContent = last.querySelector(".searching")?.textContent || heard.textContent;
      else if (last && (awaited || exchanges.length > count)) heard.textContent = outcome(last);
      awaited = busy;
      count = exchanges.length;
    };
    conversation.setAttribute("role", "region");
    conversation.tabIndex = -1;
    conversation.setAttribute("aria-label", window.briefings.panel().dataset.conversation);
    new MutationObserver(settle).observe(conversation, { childList: true, subtree: true });
    new MutationObserver(nameButtons).observe(document.getElementById("question"), { childList: true, subtree: true });
    nameButtons();
  }

  if (window.briefings?.ready) follow();
  else document.addEventListener("briefings-ready", follow);
})();
