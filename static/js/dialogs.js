// Opens <dialog> elements as modal ones, and closes menus when the reader turns elsewhere.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const id = opener.dataset.dialog || opener.hash?.slice(1);
    const dialog = document.getElementById(id);
    if (!dialog) return;
    event.preventDefault();
    opener.closest("details[data-pop]")?.removeAttribute("open");
    dialog.showModal();
    return;
  }
  const closer = event.target.closest("[data-dialog-close]");
  const open = closer?.closest("dialog:modal") ?? (event.target.matches("dialog:modal") && event.target);
  if (open && (closer || isOutside(open, event))) {
    event.preventDefault();
    open.close();
  }
});

function isOutside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right
    || event.clientY < box.top || event.clientY > box.bottom;
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-pop][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details[data-pop][open]")
    ?? document.querySelector("details[data-pop][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
