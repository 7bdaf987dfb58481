// Ticks in a list: one for each row, one for the page, and a bar that appears with the first of them.
// They are kept while the list is sorted, filtered and paged, until the page is left.
const picked = new Set();
let last = null;

function boxes() {
  return [...document.querySelectorAll("[data-picks] tbody input[name=ticked]")];
}

function show(element, isShown) {
  if (element) element.hidden = !isShown;
}

function draw() {
  const form = document.querySelector("[data-picks]");
  if (!form) return;
  const find = (name) => form.querySelector(`[data-picks-${name}]`);
  const here = boxes();
  const ticked = here.filter((box) => box.checked);
  const onPage = new Set(here.map((box) => box.value));
  const elsewhere = [...picked].filter((value) => !onPage.has(value));
  const isFull = here.length > 0 && ticked.length === here.length;
  const all = find("page");
  all.checked = isFull;
  all.indeterminate = ticked.length > 0 && !isFull;
  show(all, here.length > 0);
  show(find("bar"), picked.size > 0);
  show(find("hint"), false);
  show(find("count").parentElement, true);
  find("count").textContent = picked.size.toLocaleString(document.documentElement.lang);
  find("elsewhere").textContent = elsewhere.length.toLocaleString(document.documentElement.lang);
  show(find("elsewhere").parentElement, elsewhere.length > 0);
  show(find("all"), isFull);
  show(find("clear"), true);
  // What is ticked on other pages is sent along.
  find("rest").value = elsewhere.join();
  find("rest").disabled = elsewhere.length === 0;
}

function keep(box) {
  picked[box.checked ? "add" : "delete"](box.value);
}

// A browser that comes back to a page restores what was ticked there.
function begin() {
  boxes().forEach((box) => {
    if (box.checked) picked.add(box.value);
    box.checked = picked.has(box.value);
  });
  draw();
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-picks]");
  if (!form) return;
  if (event.target.matches("[data-picks-page]")) {
    boxes().forEach((box) => {
      box.checked = event.target.checked;
      keep(box);
    });
  } else if (event.target.name === "ticked") {
    keep(event.target);
  }
  draw();
});

// With Shift, a click ticks every row between the last one and this one.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-picks-clear]")) {
    picked.clear();
    boxes().forEach((box) => { box.checked = false; });
    draw();
    document.querySelector("[data-picks-page]")?.focus();
    return;
  }
  if (!event.target.matches?.("[data-picks] tbody input[name=ticked]")) return;
  const all = boxes();
  const from = all.indexOf(last);
  const to = all.indexOf(event.target);
  if (event.shiftKey && from >= 0) {
    for (const box of all.slice(Math.min(from, to), Math.max(from, to) + 1)) {
      box.checked = event.target.checked;
      keep(box);
    }
  }
  last = event.target;
});

document.addEventListener("htmx:afterSwap", begin);
window.addEventListener("pageshow", begin);
begin();
