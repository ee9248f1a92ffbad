/* Trees that come as plain lists become elements here; see dashboard/planting.py. */
(() => {
  "use strict";

  function made(tree) {
    if (typeof tree === "string") return document.createTextNode(tree);
    const [name, attributes, children] = tree;
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === true) element.setAttribute(key, "");
      else if (value !== false && value !== null) element.setAttribute(key, value);
    }
    element.append(...children.map(made));
    return element;
  }

  /* Put trees in the place of what stands in an element; what was folded otherwise, and the focus, stay. */
  function plant(place, trees) {
    const folded = new Map([...place.querySelectorAll("details[data-key]")].map((one) => [one.dataset.key, one.open]));
    const active = place.contains(document.activeElement) && document.activeElement.dataset.key;
    place.replaceChildren(...trees.map(made));
    place.querySelectorAll("details[data-key]").forEach((one) => {
      if (folded.has(one.dataset.key)) one.open = folded.get(one.dataset.key) || one.open;
    });
    const again = active && [...place.querySelectorAll("[data-key]")].find((one) => one.dataset.key === active);
    if (again) again.focus({ preventScroll: true });
  }

  /* The rest of a facet is asked for when it is unfolded, and planted where its summary says. */
  document.addEventListener("toggle", (event) => {
    const details = event.target;
    if (!details.dataset || !details.dataset.unfolds || !details.open) return;
    const unfolds = details.dataset.unfolds;
    const [store, column, part] = unfolds.split(" ");
    window.dash_clientside.set_props(store, { data: { unfolds, column, part, at: Date.now() } });
  }, true);

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    planting: {
      /* Each place by its id, with what is to stand there. */
      plant(places) {
        for (const [id, trees] of Object.entries(places || {})) {
          const place = document.getElementById(id);
          if (place) plant(place, trees);
        }
      },
      unfolded(answer) {
        if (!answer) return;
        const details = document.querySelector(`details[data-unfolds="${CSS.escape(answer.unfolds)}"]`);
        if (details) plant(details.querySelector("div"), answer.trees);
      },
    },
  });
})();
