/* What the page does by itself. The address is the state: everything here either reads it or changes it. */
(() => {
  "use strict";
  /* Go to another query string; Dash hears of it, and Back leads back. */
  function go(params) {
    const query = params.toString();
    history.pushState({}, "", location.pathname + (query ? "?" + query : ""));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  function params() {
    return new URLSearchParams(location.search);
  }

  let opener = null;

  function openFact(ids) {
    if (!ids || params().get("fact") === ids) return;
    opener = document.activeElement;
    const wanted = params();
    wanted.set("fact", ids);
    go(wanted);
  }

  function closeFact() {
    const wanted = params();
    if (!wanted.has("fact")) return;
    wanted.delete("fact");
    go(wanted);
    if (opener && document.contains(opener)) opener.focus({ preventScroll: true });
  }

  function showFacets(open) {
    document.body.classList.toggle("facets-open", open);
  }

  /* ---- the figure ---- */

  const plot = () => document.querySelector("#figure .js-plotly-plot");

  /* Every mark of a figure that stands for facts, in drawing order. The bands of a flow diagram keep their
     facts in `link`, the cells of a matrix in rows; a trace of `reach` only widens other marks. */
  function marks(graph) {
    const found = [];
    (graph.data || []).forEach((trace, curveNumber) => {
      if (trace.meta === "reach") return;
      const own = trace.type === "sankey" ? trace.link.customdata : trace.customdata;
      const isMap = trace.type === "scattergeo" || trace.type === "choropleth";
      const subplot = isMap ? trace.geo || "geo" : (trace.xaxis || "x") + (trace.yaxis || "y");
      (own || []).forEach((ids, number) => {
        if (Array.isArray(ids)) {
          ids.forEach((one, column) => {
            if (one) found.push({ ids: one, type: trace.type, curveNumber, pointNumber: [number, column], subplot });
          });
        } else {
          found.push({ ids, type: trace.type, curveNumber, pointNumber: number, subplot });
        }
      });
    });
    return found;
  }

  /* Show a mark's tooltip. Plotly does so by itself for points; a cell and a country answer at their middle,
     a band to the mouse alone. */
  function tell(graph, { type, curveNumber, pointNumber, subplot }) {
    if (type === "sankey") {
      const bands = [...graph.querySelectorAll(".sankey-link")];
      const band = bands.find((one) => one.__data__ && one.__data__.pointNumber === pointNumber);
      bands.forEach((one) => one.dispatchEvent(new MouseEvent("mouseout", { bubbles: true })));
      if (!band) return;
      const { left, top, width, height } = band.getBoundingClientRect();
      const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true };
      band.dispatchEvent(new MouseEvent("mouseover", at));
      band.dispatchEvent(new MouseEvent("mousemove", at));
    } else if (type === "heatmap" || type === "choropleth") {
      const middle = type === "heatmap" ? [...pointNumber].reverse() : graph.calcdata[curveNumber][pointNumber].ct;
      Plotly.Fx.hover(graph, { xval: middle[0], yval: middle[1] }, subplot);
    } else {
      Plotly.Fx.hover(graph, [{ curveNumber, pointNumber }], subplot);
    }
  }

  let walked = -1;

  /* Arrow keys walk over the marks, each with its tooltip; Enter opens the sentence. */
  function walk(event) {
    const graph = plot();
    if (!graph) return;
    const all = marks(graph);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step && all.length) {
      event.preventDefault();
      walked = (walked + step + all.length) % all.length;
      tell(graph, all[walked]);
    } else if (event.key === "Enter" && all[walked]) {
      event.preventDefault();
      openFact(all[walked].ids);
    }
  }

  /* Give the marks of the open fact an outline. Plotly keeps each mark's trace and number on its element. */
  function showChosen() {
    const ids = (params().get("fact") || "").split(" ");
    document.querySelectorAll("#figure .point").forEach((element) => {
      const datum = element.__data__;
      const group = element.closest(".trace");
      const trace = group && group.__data__ && group.__data__[0] && group.__data__[0].trace;
      const own = trace && trace.customdata && datum ? String(trace.customdata[datum.i]).split(" ") : [];
      element.classList.toggle("chosen", own.length > 0 && own[0] === ids[0] && own.length === ids.length);
    });
    document.querySelectorAll("#table .ag-row").forEach((row) => {
      row.classList.toggle("chosen", ids.includes(row.getAttribute("row-id")));
    });
  }

  function measured() {
    /* The chart itself is hidden until there is something to draw; its column is as wide from the start. */
    const column = document.getElementById("main");
    const style = getComputedStyle(column);
    const room = column.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    /* Steps of 20 pixels, so that a scroll bar that comes or goes draws nothing anew. */
    return Math.max(280, Math.floor(room / 20) * 20);
  }

  /* Tell the server when the room for the figure changes, and only then: it lays out labels by pixels. */
  function watch(known) {
    const chart = document.getElementById("chart");
    let waiting = 0;
    new ResizeObserver(() => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        if (!chart.clientWidth || measured() === known) return;
        known = measured();
        dash_clientside.set_props("width", { data: known });
      }, 120);
    }).observe(chart);
    /* The figure and the table draw themselves when they are ready: what stands there then is marked. */
    let drawn = 0;
    new MutationObserver(() => {
      cancelAnimationFrame(drawn);
      drawn = requestAnimationFrame(showChosen);
    }).observe(document.getElementById("main"), { childList: true, subtree: true });
  }

  /* ---- clicks and keys, for the whole page ---- */

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const row = event.target.closest("#table .ag-row");
    if (row) return openFact(row.getAttribute("row-id"));
    if (event.target.closest("#open-facets")) {
      return showFacets(!document.body.classList.contains("facets-open"));
    }
    const link = event.target.closest('a[href^="?"]');
    if (link) {
      event.preventDefault();
      if (link.dataset.closes) return closeFact();
      const wanted = new URLSearchParams(link.getAttribute("href"));
      if (params().has("fact")) wanted.set("fact", params().get("fact"));
      go(wanted);
      /* What a filter changed begins with the chips and the title. */
      if (link.closest("#facets, #chips, #subtitle")) window.scrollTo({ top: 0 });
      return;
    }
    if (!event.target.closest("#facets")) showFacets(false);
  });

  document.addEventListener("keydown", (event) => {
    const on = event.target;
    if (event.key === "Escape") {
      if (document.body.classList.contains("facets-open")) return showFacets(false);
      if (!on.closest("input, .mantine-Popover-dropdown")) closeFact();
    } else if (on.id === "chart") {
      walk(event);
    } else if (event.key === "Enter" && on.closest("#table .ag-row")) {
      openFact(on.closest(".ag-row").getAttribute("row-id"));
    } else if (event.key === " " && on.closest("a.choice")) {
      event.preventDefault();
      on.closest("a.choice").click();
    }
  });

  /* ---- what Dash calls ---- */

  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    tradefacts: {
      read(search, view, fact, width) {
        const keep = window.dash_clientside.no_update;
        const wanted = new URLSearchParams(search || "");
        const ids = wanted.get("fact");
        wanted.delete("fact");
        const query = "?" + wanted.toString();
        const room = width || measured();
        if (!width) watch(room);
        setTimeout(showChosen, 0);
        return [
          same(query, view) ? keep : query,
          same(ids, fact ?? null) ? keep : ids,
          ids ? "page open" : "page",
          width ? keep : room,
          wanted.get("search") || "",
        ];
      },
      search(value) {
        const wanted = params();
        if ((wanted.get("search") || "") === (value || "").trim()) return;
        if ((value || "").trim()) wanted.set("search", value.trim());
        else wanted.delete("search");
        go(wanted);
      },
      /* A mark that opens something looks like it under the mouse. */
      point(hover) {
        document.getElementById("chart").classList.toggle("on-mark", Boolean(hover));
      },
      openMark(click) {
        const point = click && click.points && click.points[0];
        if (point && point.customdata) openFact(String(point.customdata));
      },
    },
  });

  /* ---- the table's look, in AG Grid's own terms ---- */

  window.dashAgGridFunctions = Object.assign({}, window.dashAgGridFunctions, {
    tradefactsTheme: (theme) =>
      theme.withParams({
        fontFamily: "inherit",
        fontSize: 13,
        foregroundColor: "#1a1a1a",
        backgroundColor: "#ffffff",
        headerBackgroundColor: "#ffffff",
        headerTextColor: "#5c5c5c",
        headerFontWeight: 500,
        borderColor: "#e3e1dc",
        rowHoverColor: "#faf9f6",
        wrapperBorder: false,
        wrapperBorderRadius: 0,
        headerColumnBorder: false,
        headerRowBorder: "1px solid #1a1a1a",
        headerColumnResizeHandleColor: "transparent",
        selectedRowBackgroundColor: "transparent",
        checkboxCheckedBackgroundColor: "#1a1a1a",
        checkboxCheckedBorderColor: "#1a1a1a",
        checkboxIndeterminateBackgroundColor: "#1a1a1a",
        checkboxIndeterminateBorderColor: "#1a1a1a",
        cellHorizontalPadding: 8,
      }),
  });
})();
