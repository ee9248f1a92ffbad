/* The address is the state: everything here either reads it or changes it. */
(() => {
  "use strict";
  const keep = () => window.dash_clientside.no_update;
  const params = () => new URLSearchParams(location.search);

  /* Go to another address of these pages; Dash hears of it, and Back leads back. */
  function go(path, wanted) {
    const query = wanted.toString();
    const to = path + (query ? "?" + query : "");
    if (to === location.pathname + location.search) return;
    history.pushState({}, "", to);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  /* Change some parameters of the address, null to take one away; the page of a table begins anew. */
  function change(changes, path = location.pathname) {
    const wanted = params();
    wanted.delete("page");
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === "") wanted.delete(name);
      else wanted.set(name, value);
    }
    go(path, wanted);
  }

  /* ---- the fact whose sentence is open ---- */

  let opener = null;

  function openFact(ids) {
    if (!ids || params().get("fact") === ids) return;
    opener = document.activeElement;
    const wanted = params();
    wanted.set("fact", ids);
    go(location.pathname, wanted);
  }

  function closeFact() {
    const wanted = params();
    if (!wanted.has("fact")) return;
    wanted.delete("fact");
    go(location.pathname, wanted);
    if (opener && document.contains(opener)) opener.focus({ preventScroll: true });
  }

  function showFacets(open) {
    document.body.classList.toggle("facets-open", open);
  }

  /* ---- the header ---- */

  const FILTERS = new Set([
    "reporter", "partner", "flow", "measure", "unit", "product", "since", "until", "publisher", "document", "status",
    "section", "salience", "review", "min_confidence", "search", "copies", "low", "currency",
  ]);
  const tidy = (path) => path.replace(/\/+$/, "") || "/";

  /* Mark the link to the page that is open; links to pages that filter take the filters along. */
  function links() {
    document.querySelectorAll("#pages a").forEach((link) => {
      const path = tidy(new URL(link.href).pathname);
      const kept = new URLSearchParams();
      for (const [name, value] of params()) {
        if (name === "theme" || (link.dataset.keeps && FILTERS.has(name))) kept.append(name, value);
      }
      link.setAttribute("href", path + (kept.toString() ? "?" + kept : ""));
      if (path === tidy(location.pathname)) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    const dark = document.documentElement.dataset.theme === "dark";
    const button = document.getElementById("switch-theme");
    if (button) button.textContent = dark ? "Light" : "Dark";
  }

  /* ---- clicks and keys, for all pages ---- */

  /* Filters and table are not asked for again when another figure is chosen: their links carry it along. */
  const CARRY = "#facets a[href^='?'], #chips a[href^='?'], #table-pages a[href^='?']";
  function carryFigure() {
    document.querySelectorAll(CARRY).forEach((link) => {
      const wanted = new URL(link.href).searchParams;
      const figure = params().get("figure");
      if (wanted.get("figure") === figure) return;
      if (figure) wanted.set("figure", figure);
      else wanted.delete("figure");
      link.setAttribute("href", "?" + wanted);
    });
  }

  function follow(event, link) {
    event.preventDefault();
    if (link.dataset.closes) return closeFact();
    if (link.matches(CARRY)) carryFigure();
    const to = new URL(link.href);
    const wanted = to.searchParams;
    const here = tidy(to.pathname) === tidy(location.pathname);
    if (here && link.getAttribute("href").startsWith("?") && params().has("fact") && !wanted.has("fact")) {
      wanted.set("fact", params().get("fact"));
    }
    const theme = params().get("theme");
    if (theme && !wanted.has("theme")) wanted.set("theme", theme);
    go(tidy(to.pathname), wanted);
    if (link.closest(".menu")) link.closest(".menu").open = false;
    /* What a filter changed begins with the chips and the title; another page begins at its top. */
    if (!here || link.closest("#facets, #chips, #subtitle")) window.scrollTo({ top: 0 });
    showFacets(false);
  }

  document.addEventListener("click", (event) => {
    document.querySelectorAll(".menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (event.target.closest("#open-facets")) {
      return showFacets(!document.body.classList.contains("facets-open"));
    }
    if (event.target.closest("#switch-theme")) {
      const dark = document.documentElement.dataset.theme === "dark";
      const wanted = params();
      wanted.set("theme", dark ? "light" : "dark");
      return go(location.pathname, wanted);
    }
    const link = event.target.closest('a[href^="?"], a[href^="/"]');
    if (link && !link.target && !link.hasAttribute("download")) return follow(event, link);
    if (!event.target.closest("#facets")) showFacets(false);
  });

  document.addEventListener("keydown", (event) => {
    const on = event.target;
    if (event.key === "Escape") {
      const menu = document.querySelector(".menu[open]");
      if (menu) {
        menu.open = false;
        return menu.querySelector("summary").focus();
      }
      if (document.body.classList.contains("facets-open")) return showFacets(false);
      if (!on.closest("input, textarea, .mantine-Popover-dropdown")) closeFact();
    } else if (event.key === " " && on.closest("a.choice")) {
      event.preventDefault();
      on.closest("a.choice").click();
    } else if (event.key === "/" && !on.closest("input, textarea, select, [contenteditable]")) {
      event.preventDefault();
      document.getElementById("search").focus();
    }
  });

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")));

  window.tradefacts = { carryFigure, go, change, params, openFact, closeFact };

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    tradefacts_address: {
      route(_href, route, theme) {
        const path = tidy(location.pathname);
        const now = window.tradefactsTheme();
        setTimeout(links, 0);
        return [
          path === route ? keep() : path,
          now,
          now === theme ? keep() : now,
          params().get("search") || "",
        ];
      },
      /* Words are looked for on the page that is open where it filters, and else on the first one. */
      search(value) {
        const words = (value || "").trim();
        if ((params().get("search") || "") === words) return;
        const path = tidy(location.pathname);
        const link = [...document.querySelectorAll("#pages a[data-keeps]")].find(
          (one) => tidy(new URL(one.href).pathname) === path);
        if (link) change({ search: words || null });
        else if (words) go("/", new URLSearchParams({ search: words }));
      },
    },
  });
})();
