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
    if (active) wanted = again ? null : active;
  }

  /* What had the focus and comes again only when its facet is unfolded. */
  let wanted = null;
  const unfolding = {};

  function focusWanted(place) {
    const again = wanted && [...place.querySelectorAll("[data-key]")].find((one) => one.dataset.key === wanted);
    if (!again || document.activeElement !== document.body) return;
    again.focus({ preventScroll: true });
    wanted = null;
  }

  /* What is folded of a facet is asked for when it is unfolded, and planted where its summary says: all that
     stands open and empty at once, because an answer that is overtaken by a later one is lost. */
  document.addEventListener("toggle", (event) => {
    const details = event.target;
    if (!details.dataset || !details.dataset.unfolds || !details.open) return;
    const [store] = details.dataset.unfolds.split(" ");
    clearTimeout(unfolding[store]);
    unfolding[store] = setTimeout(() => {
      const open = [...document.querySelectorAll(`details[open][data-unfolds^="${CSS.escape(store)} "]`)];
      const asked = open.filter((one) => !one.querySelector("div").childElementCount).map((one) => one.dataset.unfolds);
      if (asked.length) window.dash_clientside.set_props(store, { data: { asked, at: Date.now() } });
    }, 0);
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
      unfolded(answers) {
        for (const [unfolds, trees] of Object.entries(answers || {})) {
          const details = document.querySelector(`details[data-unfolds="${CSS.escape(unfolds)}"]`);
          if (!details) continue;
          plant(details.querySelector("div"), trees);
          focusWanted(details);
        }
      },
    },
  });
})();
