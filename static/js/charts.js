// Draws a chart over its drawing when it comes into view. Phones keep the drawing made for them.
const setup = document.getElementById("st-charts");
const wide = window.matchMedia("(min-width: 768px)");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
let library = null;

// Plotly adds a style element unless one with this id is there, and the security policy forbids
// style elements: the link has to be in the page before the library runs.
function load() {
  library ??= new Promise((resolve, reject) => {
    const styles = Object.assign(document.createElement("link"), {
      id: "plotly.js-style-global", rel: "stylesheet", href: setup.dataset.styles,
    });
    const script = Object.assign(document.createElement("script"), { src: setup.dataset.library });
    script.addEventListener("load", () => resolve(window.Plotly));
    script.addEventListener("error", reject);
    styles.addEventListener("load", () => document.head.append(script));
    styles.addEventListener("error", reject);
    document.head.append(styles);
  });
  return library;
}

// Colours in a figure are names of tokens ("var(--st-accent)"), so a chart follows the theme.
function coloured(value, style) {
  if (typeof value === "string") {
    return value.replace(/var\((--[\w-]+)\)/g, (_, token) => style.getPropertyValue(token).trim());
  }
  if (Array.isArray(value)) return value.map((each) => coloured(each, style));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, coloured(each, style)]));
  }
  return value;
}

function spec(element) {
  const figure = JSON.parse(element.dataset.figure);
  if (still.matches) figure.layout = { ...figure.layout, transition: { duration: 0 } };
  return coloured(figure, getComputedStyle(document.documentElement));
}

async function draw(element) {
  const Plotly = await load();
  if (!element.isConnected) return;
  const { data, layout } = spec(element);
  const config = { responsive: true, displayModeBar: false, locale: document.documentElement.lang };
  const first = !element.classList.contains("is-drawn");
  element.classList.add("is-drawn");
  await Plotly.react(element, data, layout, config);
  if (first) element.on("plotly_click", follow);
}

// The last thing a point carries is the address of the rows behind it.
function follow(event) {
  const data = event.points[0]?.customdata;
  const address = Array.isArray(data) ? data.at(-1) : data;
  if (typeof address === "string" && address.startsWith("/")) window.location.assign(address);
}

const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    draw(target).catch(() => target.classList.remove("is-drawn"));
  }
}, { rootMargin: "200px" });

function watch(scope) {
  if (!wide.matches) return;
  for (const element of scope.querySelectorAll(".st-chart[data-figure]:not(.is-drawn)")) {
    watcher.observe(element);
  }
}

watch(document);
wide.addEventListener("change", () => watch(document));
document.addEventListener("htmx:afterSettle", (event) => watch(event.detail.elt));
document.addEventListener("st:theme", () => document.querySelectorAll(".st-chart.is-drawn").forEach(draw));
