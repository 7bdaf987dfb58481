// Keeps the reader's place: after a swap the focus is where it was, or where it is needed.
let place = null;

function remembered(element) {
  if (!element || element === document.body) return null;
  return element.id ? `#${CSS.escape(element.id)}` : element.dataset.focus
    ? `[data-focus="${CSS.escape(element.dataset.focus)}"]` : null;
}

function markTitle(hasErrors) {
  const word = `${document.getElementById("st-toasts").dataset.wordError} `;
  const plain = document.title.startsWith(word) ? document.title.slice(word.length) : document.title;
  document.title = hasErrors ? word + plain : plain;
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const active = document.activeElement;
  place = event.detail.target.contains(active) ? remembered(active) ?? "" : null;
});

document.addEventListener("htmx:afterSettle", (event) => {
  const scope = event.detail.target?.isConnected ? event.detail.target : document;
  const errors = scope.querySelector("[data-takes-focus]");
  if (errors || scope.querySelector("form[method=post]")) markTitle(Boolean(errors));
  if (errors) return errors.focus();
  if (place === null || document.activeElement !== document.body) return;
  const same = place && scope.querySelector(place);
  (same || scope).focus?.({ preventScroll: true });
  place = null;
});

// A page that comes back with errors starts at their summary.
document.querySelector("[data-takes-focus]")?.focus();

// A link of the summary moves the focus into the field, not only the page to it.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".st-errors a");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const label = field.labels?.[0] ?? field;
  (field.closest("fieldset") ?? label).scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});
