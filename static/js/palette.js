// The command palette. Ctrl-K opens it, the server finds, arrows choose, Enter goes there.
const dialog = document.getElementById("st-palette");
const form = dialog?.querySelector("form");
const field = dialog?.querySelector("[role=combobox]");
const found = dialog?.querySelector("[data-palette-found]");
const says = dialog?.querySelector("[data-palette-says]");
const words = document.getElementById("st-toasts")?.dataset ?? {};
let asked = null;
let answered = null;
let isAsking = false;
let isEnterWaiting = false;
let timer = 0;
const PAUSE = 120;

function wanted() {
  return field.value.trim();
}

function options() {
  return [...found.querySelectorAll("[role=option]")];
}

function chosen() {
  return found.querySelector("[aria-selected=true]");
}

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  if (!option) return field.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: option === options()[0] ? "end" : "nearest" });
}

function step(by) {
  const all = options();
  if (!all.length) return;
  const at = all.indexOf(chosen());
  choose(all[(at + by + all.length) % all.length]);
}

function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/).filter(Boolean);
}

// What the page itself offers was drawn for this reader, so it may be offered here as well.
function tools() {
  const sought = folded(wanted());
  const listed = new Set([...found.querySelectorAll("a[role=option]")].map((each) => each.href));
  const all = document.querySelectorAll("main .st-head__tools :is(a[href], button[data-dialog])");
  const main = (each) => Number(!each.matches(".btn-primary"));
  return [...all].sort((one, other) => main(one) - main(other)).filter((each) => {
    const spoken = folded(each.textContent);
    const fits = sought.every((word) => spoken.some((said) => said.startsWith(word)));
    return spoken.length && fits && each.checkVisibility() && !listed.has(each.href);
  });
}

function offer(tool, place) {
  const option = document.createElement("button");
  const what = document.createElement("span");
  option.type = "button";
  option.id = `st-palette-here-${place}`;
  option.className = "st-palette__find";
  option.tabIndex = -1;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.addEventListener("click", () => { dialog.close(); tool.click(); });
  what.className = "st-palette__what";
  what.textContent = tool.textContent.trim().replace(/\s+/g, " ");
  option.append(tool.querySelector("svg")?.cloneNode(true) ?? "", what);
  return option;
}

function addTools() {
  const list = found.querySelector("[role=listbox]");
  const here = list ? tools() : [];
  if (!here.length) return;
  list.dataset.says = [list.dataset.says, `${dialog.dataset.wordHere}: ${here.length}`].filter(Boolean).join(" · ");
  const group = document.createElement("div");
  const kind = document.createElement("p");
  kind.id = "st-palette-here";
  kind.className = "st-palette__kind";
  kind.textContent = dialog.dataset.wordHere;
  kind.setAttribute("role", "presentation");
  group.setAttribute("role", "group");
  group.setAttribute("aria-labelledby", kind.id);
  group.append(kind, ...here.map(offer));
  list.prepend(group);
  list.hidden = false;
  found.querySelector("[data-palette-none]")?.remove();
}

function settle() {
  answered = asked;
  addTools();
  const list = found.querySelector("[role=listbox]");
  field.setAttribute("aria-expanded", String(Boolean(list && !list.hidden)));
  choose(options()[0]);
  found.scrollTop = 0;
  says.textContent = found.querySelector("[data-palette-none]")?.textContent ?? list?.dataset.says ?? "";
  if (isEnterWaiting) enter();
}

function say(text) {
  const line = document.createElement("p");
  line.className = "st-palette__none";
  line.textContent = text;
  told(line);
}

function told(...nodes) {
  found.replaceChildren(...nodes);
  choose(null);
  answered = null;
  isEnterWaiting = false;
  field.setAttribute("aria-expanded", "false");
  says.textContent = found.textContent;
}

function ask() {
  clearTimeout(timer);
  if (isAsking && asked === wanted()) return;
  window.htmx.trigger(form, "palette:ask");
}

// Whoever types and presses Enter at once means what they typed, not what was listed before it.
function enter() {
  isEnterWaiting = answered !== wanted();
  if (isEnterWaiting) return ask();
  const option = chosen();
  if (option) option.click();
  else form.submit();
}

function toggle() {
  if (!dialog) return false;
  if (dialog.open) return dialog.close(), true;
  if (document.querySelector("dialog:modal")) return false;
  for (const menu of document.querySelectorAll("details[data-pop][open]")) menu.open = false;
  field.value = "";
  told();
  dialog.showModal();
  field.focus();
  ask();
  return true;
}

const KEYS = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(chosen() ? -1 : 0),
  Home: () => choose(options()[0]),
  End: () => choose(options().at(-1)),
  Enter: enter,
};

if (dialog) {
  field.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    if (!act || event.isComposing || event.shiftKey || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    act();
  });
  found.addEventListener("mousemove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option !== chosen()) choose(option);
  });
  // Another window may be wanted; a choice that stays on this page leaves the palette.
  dialog.addEventListener("click", (event) => {
    const isChoice = event.target.closest("button[role=option], [data-palette-close]");
    if (isChoice) setTimeout(() => dialog.close());
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  form.addEventListener("htmx:beforeRequest", () => { asked = wanted(); isAsking = true; });
  form.addEventListener("htmx:afterRequest", () => { isAsking = false; });
  form.addEventListener("htmx:afterSwap", settle);
  form.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr } = event.detail;
    if (xhr.status !== 401) return;
    // htmx would leave the page at once; here it is said first, for something may be unsaved.
    event.preventDefault();
    const sentence = dialog.querySelector("[data-palette-signed-out]").content.cloneNode(true);
    sentence.querySelector("[data-palette-sign-in]").href = xhr.getResponseHeader("HX-Redirect") ?? "/";
    told(sentence);
  });
  for (const [name, word] of [["sendError", "onOffline"], ["timeout", "onTimeout"]]) {
    form.addEventListener(`htmx:${name}`, (event) => { event.stopPropagation(); say(words[word]); });
  }
  form.addEventListener("htmx:responseError", (event) => {
    event.stopPropagation();
    const { status } = event.detail.xhr;
    say(words[`on-${status}`] ?? words[status < 500 ? "on-4xx" : "on-5xx"]);
  });
}

for (const door of document.querySelectorAll("[data-palette]")) {
  door.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (toggle()) event.preventDefault();
  });
}

document.addEventListener("st:palette", (event) => {
  if (toggle()) event.preventDefault();
});

if (/Mac|iP/.test(navigator.platform)) {
  for (const key of document.querySelectorAll("[data-palette-key]")) key.textContent = "⌘ K";
}
