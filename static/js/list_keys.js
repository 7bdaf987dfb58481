// Moves along the rows of a list without a pointer: J and K go down and up, X ticks a row. The focus
// goes to the link of the row, so Enter opens it; where rows are only ticked, to their box.
const KEY = "st-single-keys";
const WORTH = "th a, th input[type=checkbox]";

function areOn() {
  return localStorage.getItem(KEY) !== "off";
}

function isTyping(target) {
  const field = target.closest("input, textarea, select, [contenteditable]");
  return Boolean(field && field.type !== "checkbox") || Boolean(target.closest("dialog[open]"));
}

// Rows are swapped by filters, so they are looked up each time.
function rows() {
  return [...document.querySelectorAll("[data-rows] > tr")].filter((row) => row.querySelector(WORTH));
}

function move(step) {
  const all = rows();
  const here = all.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step;
  const row = all[Math.min(Math.max(next, 0), all.length - 1)];
  if (!row) return false;
  row.querySelector(WORTH).focus();
  row.scrollIntoView({ block: "nearest" });
  return true;
}

function tick() {
  const row = rows().find((each) => each.contains(document.activeElement));
  const box = row?.querySelector("input[type=checkbox]");
  if (!box || box.disabled) return false;
  box.click();
  return true;
}

const KEYS = { j: () => move(1), k: () => move(-1), x: tick };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
  if (!areOn() || isTyping(event.target)) return;
  const act = KEYS[event.key];
  if (act && act()) event.preventDefault();
});
