// "/" goes to the search of a list or opens the palette, Ctrl-K opens it, "?" lists the shortcuts.
// Single keys can be switched off.
const KEY = "st-single-keys";
const box = document.querySelector("[data-shortcuts-switch]");
const isMac = /Mac|iP/.test(navigator.platform);

function singleKeys() {
  return localStorage.getItem(KEY) !== "off";
}

function isTyping(target) {
  return target.matches("input, textarea, select, [contenteditable]") || target.closest("dialog[open]");
}

function palette() {
  return !document.dispatchEvent(new CustomEvent("st:palette", { cancelable: true }));
}

function search() {
  const fields = [...document.querySelectorAll("[data-search]")];
  const field = fields.find((each) => each.offsetParent !== null);
  if (!field) return palette();
  field.focus();
  field.select();
  return true;
}

// In the fields of a Mac, Ctrl-K deletes to the end of the line.
function isPaletteKey(event) {
  if (event.key.toLowerCase() !== "k" || event.altKey || event.shiftKey) return false;
  return event.metaKey || (event.ctrlKey && !(isMac && isTyping(event.target)));
}

document.addEventListener("keydown", (event) => {
  if (isPaletteKey(event)) {
    if (palette()) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !singleKeys() || isTyping(event.target)) return;
  if (event.key === "/" && search()) event.preventDefault();
  if (event.key === "?") {
    event.preventDefault();
    document.getElementById("st-shortcuts")?.showModal();
  }
});

if (box) {
  box.checked = singleKeys();
  box.addEventListener("change", () => localStorage.setItem(KEY, box.checked ? "on" : "off"));
}
