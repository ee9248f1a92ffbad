/* What must be done before anything is drawn. */

/* The theme of the page, so that a dark one never flashes white: that of the address, or the reader's system's. */
window.tradefactsTheme = () => {
  "use strict";
  const asked = new URLSearchParams(location.search).get("theme");
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const theme = asked === "dark" || asked === "light" ? asked : system;
  document.documentElement.dataset.theme = theme;
  return theme;
};
window.tradefactsTheme();

/* Plotly is by far the largest script. It is read from the start, beside the others; Dash, which would ask for it
   when there is a figure to draw, waits for what stands in its place. */
window.Plotly = new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = "/_dash-component-suites/plotly/package_data/plotly.min.js";
  script.onload = resolve;
  script.onerror = reject;
  document.head.append(script);
});
