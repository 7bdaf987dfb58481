// Keeps every answer as it is given: on this device first, then with the portal.
const PAUSE = 800;
const AGAIN = 15000;
const SOON = 2000;
const form = document.querySelector("form[data-autosave]");
const status = document.querySelector("[data-save-status]");
const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

let revision = Number(form?.dataset.revision ?? 0);
let timer = 0;
let isBusy = false;
let isCut = false;
let isWaiting = false;

function show(state, words = {}) {
  if (!status) return;
  const piece = document.querySelector(`template[data-save="${state}"]`).content.cloneNode(true);
  for (const span of piece.querySelectorAll("span")) {
    if (span.childElementCount) continue;
    span.textContent = span.hasAttribute("data-sentence")
      ? words.sentence : span.textContent.replace("{time}", words.time ?? "");
  }
  status.replaceChildren(piece);
  status.classList.toggle("st-save--bad", !["saving", "saved"].includes(state));
}

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function forget(key, sent) {
  if ((stored(key)?.revision ?? 0) <= sent) localStorage.removeItem(key);
}

// What does not apply says why; until then there is nothing that the portal would take.
function isComplete({ answer, comment }) {
  return answer === "not_applicable" ? Boolean(comment.trim()) : Boolean(answer);
}

// Sends one draft. The portal compares revisions, so a packet that arrives late changes nothing.
async function send(key, draft) {
  const { answer, comment, revision, confidence } = draft;
  const body = new URLSearchParams({ answer, comment, revision });
  // An empty one takes back what was said; a draft without one leaves it as it is.
  if (confidence !== undefined && confidence !== null) body.set("confidence", confidence);
  const response = await fetch(draft.url, {
    method: "POST", body, keepalive: true, redirect: "manual",
    headers: { "X-CSRFToken": token, "X-Requested-With": "fetch" },
  });
  if (response.status >= 500) throw new Error(String(response.status));
  // Every answer of the portal is JSON; anything else is the way to the sign-in.
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) {
    return { state: "signed-out" };
  }
  const reply = await response.json();
  if (!response.ok) {
    if (response.status === 404) forget(key, draft.revision);
    return { state: "refused", sentence: reply.sentence };
  }
  forget(key, draft.revision);
  if (!reply.is_kept && reply.revision > draft.revision) return { state: "older", ...reply };
  return { state: "saved", ...reply };
}

function current() {
  const data = new FormData(form);
  return {
    answer: data.get("answer") ?? "", comment: data.get("comment") ?? "",
    confidence: data.get("confidence"), url: form.dataset.autosave, revision,
  };
}

function keep() {
  revision = Math.max(Date.now(), revision + 1);
  const draft = current();
  localStorage.setItem(form.dataset.draft, JSON.stringify(draft));
  return draft;
}

// One packet is under way at a time; what was said meanwhile follows it, as it then stands.
async function save() {
  clearTimeout(timer);
  if (isBusy) {
    isWaiting = true;
    return undefined;
  }
  isBusy = true;
  await saveLatest();
  isBusy = false;
  if (!isWaiting) return undefined;
  isWaiting = false;
  return save();
}

async function saveLatest() {
  const key = form.dataset.draft;
  const draft = stored(key);
  if (!draft) return;
  if (!isComplete(draft)) return show(draft.answer ? "unexplained" : "unanswered");
  show("saving");
  try {
    const result = await send(key, draft);
    isCut = false;
    // Only the last word of this page decides what the reader is told.
    if (draft.revision === revision) show(result.state, result);
  } catch {
    isCut = true;
    if (draft.revision !== revision) return;
    show("offline");
    timer = setTimeout(save, AGAIN);
  }
}

function restore() {
  const draft = stored(form.dataset.draft);
  if (!draft) return;
  if (draft.revision <= revision) return localStorage.removeItem(form.dataset.draft);
  revision = draft.revision;
  for (const name of ["answer", "confidence"]) {
    const card = form.querySelector(`input[name="${name}"][value="${CSS.escape(draft[name] ?? "none")}"]`);
    if (card) card.checked = true;
  }
  form.elements.comment.value = draft.comment;
  save();
}

// What another page could not send goes out from any page of the answering part.
async function flush(prefix, except, wait = SOON) {
  for (const key of Object.keys(localStorage)) {
    const draft = key.startsWith(prefix) && key !== except ? stored(key) : null;
    if (!draft || !isComplete(draft)) continue;
    try {
      await send(key, draft);
    } catch {
      setTimeout(() => flush(prefix, except, AGAIN), wait);
      return;
    }
  }
}

if (form) {
  form.addEventListener("change", (event) => {
    if (["answer", "confidence"].includes(event.target.name)) { keep(); save(); }
  });
  form.addEventListener("input", (event) => {
    if (event.target.name !== "comment") return;
    keep();
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  // The whole form goes to the portal; a draft that it accepts is older than what it stored.
  // Without a connection the page would be gone, with a file that was chosen and not sent yet.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (navigator.onLine && !isCut) return;
    event.preventDefault();
    if (navigator.onLine) await save();
    if (navigator.onLine && !isCut) form.requestSubmit(event.submitter);
    else show("cut");
  });
  window.addEventListener("pagehide", () => {
    const draft = stored(form.dataset.draft);
    if (draft && isComplete(draft)) send(form.dataset.draft, draft).catch(() => {});
  });
  window.addEventListener("online", save);
  restore();
}

const scope = document.querySelector("[data-flush]")?.dataset.flush
  ?? (form && `st-answer:${form.dataset.person}:`);
if (scope) {
  flush(scope, form?.dataset.draft);
  window.addEventListener("online", () => flush(scope, form?.dataset.draft));
}
