// While the focus is on one of the levels, a number key chooses that level, and only then.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^\d$/.test(event.key)) return;
  const group = event.target.closest?.("[data-number-keys]");
  if (!group || event.target.type !== "radio") return;
  const radio = group.querySelector(`input[type=radio][value="${event.key}"]`);
  if (!radio || radio.disabled) return;
  event.preventDefault();
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("change", { bubbles: true }));
});
