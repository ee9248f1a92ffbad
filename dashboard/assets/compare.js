/* Compare: the claim whose sentence is open is marked in the table, as in the figure above it. */
(() => {
  "use strict";
  const keep = () => window.dash_clientside.no_update;
  const isOpen = () => location.pathname.replace(/\/+$/, "") === "/compare" && document.getElementById("compare-page");

  function showChosen() {
    const ids = (window.tradefacts.params().get("fact") || "").split(" ");
    document.querySelectorAll("#compare-table a[data-fact]").forEach((one) => {
      if (ids.includes(one.dataset.fact)) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    });
    window.tradefacts.showChosen();
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    tradefacts_compare: {
      read(_href, view, fact, width) {
        if (!isOpen()) return [keep(), keep(), keep(), keep()];
        const here = window.tradefacts;
        const wanted = here.params();
        const ids = wanted.get("fact");
        wanted.delete("fact");
        wanted.delete("theme");
        const query = "?" + wanted.toString();
        const room = width || here.measured();
        if (!width) here.watch(room, "compare-width", showChosen);
        setTimeout(showChosen, 0);
        return [
          query === view ? keep() : query,
          ids === (fact ?? null) ? keep() : ids,
          ids ? "page open" : "page",
          width ? keep() : room,
        ];
      },
    },
  });
})();
