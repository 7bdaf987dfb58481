// What htmx leaves unsaid: every failure becomes a sentence in the one live region, with a way on.
const region = document.getElementById("st-toasts");
const announcer = document.getElementById("st-announce");
const words = region ? region.dataset : {};

function toast({ text, tone = "good", undo_url: undoUrl = "", action = null }) {
  const kind = tone === "bad" ? "bad" : "good";
  const item = document.getElementById(`st-toast-${kind}`).content.firstElementChild.cloneNode(true);
  item.querySelector("[data-toast-text]").textContent = text;
  const close = item.querySelector("[data-toast-close]");
  if (undoUrl) close.before(undoForm(undoUrl));
  if (action) close.before(button(action.word, () => { item.remove(); action.run(); }));
  region.append(item);
  return item;
}

function button(word, run) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "st-toast__act";
  element.textContent = word;
  element.addEventListener("click", run);
  return element;
}

function undoForm(url) {
  const form = document.createElement("form");
  const token = document.createElement("input");
  const act = document.createElement("button");
  form.method = "post";
  form.action = url;
  token.type = "hidden";
  token.name = "csrfmiddlewaretoken";
  token.value = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  act.className = "st-toast__act";
  act.textContent = words.wordUndo;
  form.append(token, act);
  return form;
}

function sentence(status) {
  const name = status === 412 ? 409 : status;
  const family = status >= 500 ? "5xx" : "4xx";
  return region.getAttribute(`data-on-${name}`) ?? region.getAttribute(`data-on-${family}`);
}

// The same failure twice is one message: a poll that fails every second must not fill the screen.
function complain(text, action) {
  for (const old of region.querySelectorAll(".st-toast--bad")) {
    if (old.querySelector("[data-toast-text]").textContent === text) old.remove();
  }
  toast({ text, tone: "bad", action });
}

function again(event) {
  const { elt, requestConfig } = event.detail;
  return {
    word: words.wordRetry,
    run: () => {
      const { verb, path, target, formData } = requestConfig;
      window.htmx.ajax(verb, path, { source: elt, target, values: formData });
    },
  };
}

function wayOn(event) {
  const status = event.detail.xhr.status;
  if (status === 401) return { word: words.wordSignIn, run: () => window.location.reload() };
  if (status === 409 || status === 412) {
    return { word: words.wordReload, run: () => window.location.reload() };
  }
  return status === 429 || status >= 500 ? again(event) : null;
}

document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  // A refusal arrives as its own sentence, written for the reader.
  const isSentence = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  complain((isSentence && xhr.responseText) || sentence(xhr.status), wayOn(event));
});
document.addEventListener("htmx:sendError", (event) => complain(words.onOffline, again(event)));
document.addEventListener("htmx:timeout", (event) => complain(words.onTimeout, again(event)));
document.addEventListener("st:toast", (event) => event.detail.toasts.forEach(toast));

document.addEventListener("click", (event) => {
  const close = event.target.closest("[data-toast-close]");
  if (close) close.closest("[data-toast]").remove();
});

// Empty filters stay out of the address, so that a copied link says only what it filters by.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") return;
  for (const [name, value] of [...event.detail.parameters.entries()]) {
    if (value === "") event.detail.parameters.delete(name);
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  const news = event.detail.elt.querySelector?.("[data-announce]");
  if (news && announcer.textContent !== news.dataset.announce) {
    announcer.textContent = news.dataset.announce;
  }
});
