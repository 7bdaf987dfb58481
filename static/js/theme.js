// Sets the theme before the first paint, so that nothing flashes; afterwards makes the switch instant.
"use strict";
(() => {
  const root = document.documentElement;
  const night = window.matchMedia("(prefers-color-scheme: dark)");

  function show(choice) {
    root.dataset.theme = choice;
    const system = night.matches ? "dark" : "light";
    root.dataset.bsTheme = choice === "light" || choice === "dark" ? choice : system;
    document.dispatchEvent(new CustomEvent("st:theme"));
  }

  show(root.dataset.theme);
  root.classList.add("st-has-script");
  night.addEventListener("change", () => show(root.dataset.theme));

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-theme-form]") || !event.submitter) return;
    event.preventDefault();
    const choice = event.submitter.value;
    show(choice);
    for (const button of document.querySelectorAll("[data-theme-form] button")) {
      button.setAttribute("aria-pressed", String(button.value === choice));
    }
    fetch(form.action, {
      method: "POST",
      body: new FormData(form, event.submitter),
      redirect: "manual",
    });
  });
})();
