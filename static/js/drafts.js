// Whoever signs out leaves nothing behind: answers kept on this device go with them.
document.addEventListener("submit", (event) => {
  if (!event.target.action.endsWith("/logout/")) return;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("st-answer:")) localStorage.removeItem(key);
  }
});
