// "/" and Ctrl-K go to the search, "?" lists the shortcuts. Single keys can be switched off.
const KEY = "st-single-keys";
const box = document.querySelector("[data-shortcuts-switch]");

function singleKeys() {
  return localStorage.getItem(KEY) !== "off";
}

function isTyping(target) {
  return target.matches("input, textarea, select, [contenteditable]") || target.closest("dialog[open]");
}

function search() {
  const fields = [...document.querySelectorAll("[data-search]")];
  const field = fields.find((each) => each.offsetParent !== null);
  if (!field) return false;
  field.focus();
  field.select();
  return true;
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    if (search()) event.preventDefault();
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
