/* The theme of the page, before anything is drawn: the one of the address, or else the reader's system's. */
window.tradefactsTheme = () => {
  "use strict";
  const asked = new URLSearchParams(location.search).get("theme");
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const theme = asked === "dark" || asked === "light" ? asked : system;
  document.documentElement.dataset.theme = theme;
  return theme;
};
window.tradefactsTheme();
