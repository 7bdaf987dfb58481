// Answering without a pointer. While the question has the focus, its digits choose, N says that it
// does not apply and ? that one cannot say; single keys can be switched off in the list of shortcuts.
const SWITCH = "st-single-keys";
const group = document.querySelector("[data-answer-keys]");
const form = group?.form;
const next = document.querySelector("button[data-next]");
const isAtKeyboard = matchMedia("(hover: hover) and (pointer: fine)").matches;

function areOn() {
  return localStorage.getItem(SWITCH) !== "off";
}

function choose(value) {
  const card = group.querySelector(`input[name="answer"][value="${CSS.escape(value)}"]`);
  if (!card) return false;
  card.checked = true;
  card.focus();
  card.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function answer(key) {
  if (/^\d$/.test(key)) return choose(key);
  if (key === "?") return choose("dont_know");
  if (key.toLowerCase() !== "n" || !choose("not_applicable")) return false;
  form.elements.comment.focus();
  return true;
}

function isChord(event) {
  return event.ctrlKey || event.metaKey;
}

if (group && !group.disabled) {
  group.addEventListener("keydown", (event) => {
    if (isChord(event) || event.altKey || event.isComposing) return;
    const isDone = event.key === "Enter" ? (form.requestSubmit(next), true) : areOn() && answer(event.key);
    if (!isDone) return;
    event.preventDefault();
    // "?" would open the list of shortcuts as well.
    event.stopPropagation();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    const isLink = event.target.name === "link" && !isChord(event);
    if (isLink) form.querySelector("#evidence-add")?.click();
    else if (isChord(event)) form.requestSubmit(next);
    else return;
    event.preventDefault();
  });
  document.querySelector("[data-keys-hint]").hidden = !isAtKeyboard || !areOn();
  // Not to a card: arrow keys, meant to scroll, would choose there.
  const isFree = document.activeElement === document.body && !location.hash;
  if (isAtKeyboard && isFree) group.focus({ preventScroll: true });
}
