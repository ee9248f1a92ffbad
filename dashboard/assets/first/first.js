/* What must be done before anything is drawn. */

/* The theme of the page, so that a dark one never flashes white: that of the address, or the reader's system's; and
   which page it is, for what looks otherwise there. */
window.tradefactsTheme = () => {
  "use strict";
  const asked = new URLSearchParams(location.search).get("theme");
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const theme = asked === "dark" || asked === "light" ? asked : system;
  document.documentElement.dataset.theme = theme;
  document.documentElement.dataset.page = location.pathname.replace(/\/+$/, "") || "/";
  return theme;
};
window.tradefactsTheme();

/* Plotly is by far the largest script. It is fetched from the start, beside the others, and run when a figure is
   waited for and nothing else is to be done: Dash asks for it by the `then` of what stands in its place. */
(() => {
  "use strict";
  const address = "/_dash-component-suites/plotly/package_data/plotly.min.js";
  const early = document.createElement("link");
  Object.assign(early, { rel: "preload", as: "script", href: address });
  document.head.append(early);

  let running = null;
  const run = () =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      Object.assign(script, { src: address, onload: () => resolve(window.Plotly), onerror: reject });
      document.head.append(script);
    });
  const idle = () =>
    new Promise((resolve) =>
      window.requestIdleCallback ? requestIdleCallback(resolve, { timeout: 300 }) : setTimeout(resolve, 50));
  window.Plotly = {
    then(resolve, reject) {
      running = running || idle().then(run);
      running.then(resolve, reject);
    },
  };
})();
