// Runs inside Gradio's HTML component: keeps what limits the next question in its value, and shows it.
const limits = () => element.querySelector(".limits");
const fields = name => [...element.querySelectorAll(`[name="${name}"]`)];
const written = iso => {
  const [year, month, day] = iso.split("-").map(Number);
  const shown = new Date(Date.UTC(year, month - 1, day));
  return shown.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
};

const held = { asked: "", first: "", last: "" }; // the days in force: what is half typed is none
let typing = false;

function put(name, day) {
  held[name] = day;
  fields(name)[0].value = day || (name === "asked" ? limits().dataset.day : "");
}

// A day that is whole and within the field's years is taken, an emptied field means none, all else is taken back.
function take(field) {
  typing = false;
  const { badInput, valid } = field.validity;
  const day = field.name === "asked" && field.value === limits().dataset.day ? "" : field.value;
  put(field.name, valid && !badInput ? day : held[field.name]);
  update();
}

function chosen() {
  const sources = fields("source").filter(box => box.checked).map(box => box.value);
  return { ...held, sources };
}

function inForce(text, undo) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.setAttribute("aria-label", limits().dataset.drop.replace("{}", text));
  button.addEventListener("click", () => {
    undo();
    update();
    (element.querySelector(".in-force button") || element.querySelector("summary")).focus();
  });
  item.append(button);
  return item;
}

function update() {
  const said = chosen();
  const data = limits().dataset;
  const chips = [];
  for (const name of Object.keys(held))
    if (said[name]) chips.push(inForce(data[name].replace("{}", written(said[name])), () => put(name, "")));
  for (const source of said.sources)
    chips.push(inForce(data.source.replace("{}", source), () => {
      for (const box of fields("source")) if (box.value === source) box.checked = false;
    }));
  element.querySelector(".asked-note").textContent = said.asked ? "" : data.note;
  element.querySelector(".in-force").replaceChildren(...chips);
  const value = chips.length ? JSON.stringify(said) : "";
  if (props.value !== value) props.value = value;
}

// A date that is typed changes with each digit: it waits until the field is left or Enter is pressed.
element.addEventListener("change", event => {
  if (event.target.type !== "date") update();
  else if (!typing) take(event.target);
});
element.addEventListener("focusout", event => typing && take(event.target));

element.addEventListener("keydown", event => {
  if (event.target.type === "date") {
    if (event.key === "Enter") take(event.target);
    else if (/^(\d|Backspace|Delete|Arrow(Up|Down))$/.test(event.key) && !event.altKey) typing = true;
  }
  const open = element.querySelector("details[open]");
  if (event.key !== "Escape" || !open) return;
  event.stopPropagation();
  open.open = false;
  open.querySelector("summary").focus();
});

// The day that nobody chose moves on with the newest briefing.
document.addEventListener("briefings-changed", event => {
  const { day, note } = event.detail;
  Object.assign(limits().dataset, { day, note });
  put("asked", held.asked === day ? "" : held.asked);
  update();
});

document.addEventListener("click", event => {
  const open = element.querySelector("details[open]");
  if (open && !open.contains(event.target)) open.open = false;
});
