// Runs inside Gradio's HTML component: keeps what limits the next question in its value, and shows it.
const limits = () => element.querySelector(".limits");
const fields = name => [...element.querySelectorAll(`[name="${name}"]`)];
const written = iso => {
  const [year, month, day] = iso.split("-").map(Number);
  const shown = new Date(Date.UTC(year, month - 1, day));
  return shown.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
};

function chosen() {
  const [asked, first, last] = ["asked", "first", "last"].map(name => fields(name)[0].value);
  const sources = fields("source").filter(box => box.checked).map(box => box.value);
  return { asked: asked === limits().dataset.day ? "" : asked, first, last, sources };
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
  for (const name of ["first", "last"])
    if (said[name]) chips.push(inForce(data[name].replace("{}", written(said[name])), () => (fields(name)[0].value = "")));
  for (const source of said.sources)
    chips.push(inForce(data.source.replace("{}", source), () => {
      for (const box of fields("source")) if (box.value === source) box.checked = false;
    }));
  element.querySelector(".asked-note").textContent = said.asked ? data.asked.replace("{}", written(said.asked)) : data.note;
  element.querySelector(".in-force").replaceChildren(...chips);
  const value = said.asked || chips.length ? JSON.stringify(said) : "";
  if (props.value !== value) props.value = value;
}

element.addEventListener("change", event => {
  if (event.target.name === "asked" && !event.target.value) event.target.value = limits().dataset.day;
  update();
});

element.addEventListener("keydown", event => {
  const open = element.querySelector("details[open]");
  if (event.key !== "Escape" || !open) return;
  event.stopPropagation();
  open.open = false;
  open.querySelector("summary").focus();
});

// The day that nobody chose moves on with the newest briefing.
document.addEventListener("briefings-changed", event => {
  const { day, note } = event.detail;
  const { asked } = chosen();
  Object.assign(limits().dataset, { day, note });
  fields("asked")[0].value = asked || day;
  update();
});

document.addEventListener("click", event => {
  const open = element.querySelector("details[open]");
  if (open && !open.contains(event.target)) open.open = false;
});
