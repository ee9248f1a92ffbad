/* Explore: the figure's marks and the table's rows open their sentences; the controls change the address. */
(() => {
  "use strict";
  const here = window.tradefacts;
  const keep = () => window.dash_clientside.no_update;

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
    const graph = event.target.querySelector(".js-plotly-plot");
    if (!graph) return;
    const all = marks(graph);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step && all.length) {
      event.preventDefault();
      walked = (walked + step + all.length) % all.length;
      tell(graph, all[walked]);
    } else if (event.key === "Enter" && all[walked]) {
      event.preventDefault();
      /* Beside the sentence the figure is narrower: the tooltip would stay where the mark no longer is. */
      Plotly.Fx.unhover(graph);
      here.openFact(all[walked].ids);
    }
  }

  /* The cells of a matrix are one picture: that of the open fact gets its outline drawn over it. Its column and
     its row are whole numbers, in the middle between its edges. */
  function outlineCell(graph, isOpen) {
    const cell = marks(graph).find((one) => one.type === "heatmap" && isOpen(one.ids));
    const drawn = graph.querySelector(".cell-chosen");
    const cells = graph.querySelector(".heatmaplayer");
    if (!cell || !cells) return drawn && drawn.remove();
    const outline = drawn || cells.parentNode.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "rect"));
    const [row, column] = cell.pointNumber;
    const edges = (axis, at) => [axis.c2p(at - 0.5), axis.c2p(at + 0.5)].sort((a, b) => a - b);
    const [left, right] = edges(graph._fullLayout.xaxis, column);
    const [top, bottom] = edges(graph._fullLayout.yaxis, row);
    const told = { class: "cell-chosen", x: left, y: top, width: right - left, height: bottom - top };
    for (const [name, value] of Object.entries(told)) outline.setAttribute(name, value);
  }

  /* Give the marks of the open fact an outline. Plotly keeps each mark's trace and number on its element. */
  function showChosen() {
    const ids = (here.params().get("fact") || "").split(" ");
    const isOpen = (told) => {
      const own = String(told).split(" ");
      return own[0] === ids[0] && own.length === ids.length;
    };
    document.querySelectorAll(".chart .point").forEach((element) => {
      const datum = element.__data__;
      const group = element.closest(".trace");
      const trace = group && group.__data__ && group.__data__[0] && group.__data__[0].trace;
      element.classList.toggle("chosen", Boolean(trace && trace.customdata && datum) && isOpen(trace.customdata[datum.i]));
    });
    document.querySelectorAll(".chart .sankey-link").forEach((band) => {
      const graph = band.closest(".js-plotly-plot");
      const bands = graph.data.find((trace) => trace.type === "sankey").link.customdata || [];
      band.classList.toggle("chosen", Boolean(band.__data__) && isOpen(bands[band.__data__.pointNumber]));
    });
    document.querySelectorAll(".chart .js-plotly-plot").forEach((graph) => outlineCell(graph, isOpen));
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

  /* Tell the server when the room for the figure changes, and only then: it lays out labels by pixels. The
     width is kept in a store of that name, and what is open is shown whenever something was drawn. */
  function watch(known, name = "width", show = showChosen) {
    const main = document.getElementById("main");
    let waiting = 0;
    new ResizeObserver(() => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        if (!document.contains(main) || !main.clientWidth || measured() === known) return;
        known = measured();
        dash_clientside.set_props(name, { data: known });
      }, 120);
    }).observe(main);
    /* The figure and the table draw themselves when they are ready: what stands there then is marked. */
    let drawn = 0;
    new MutationObserver(() => {
      cancelAnimationFrame(drawn);
      drawn = requestAnimationFrame(show);
    }).observe(main, { childList: true, subtree: true });
  }

  /* The table is a large script that stands below the figure: it is run when that is drawn, or when there is
     none to draw, or when one has waited for long enough. */
  function tableAfterFigure(begun = performance.now()) {
    const main = document.getElementById("main");
    if (!main) return;
    const drawn = main.querySelector("#figure .main-svg");
    const none = document.getElementById("chart-around").hidden && document.getElementById("title").textContent;
    if (drawn || none || performance.now() - begun > 5000) {
      dash_clientside.set_props("table-wanted", { data: true });
    } else {
      setTimeout(tableAfterFigure, 50, begun);
    }
  }

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const row = event.target.closest("#table .ag-row");
    if (row) here.openFact(row.getAttribute("row-id"));
  });

  /* Only what somebody used changes the address: table and slider also tell how they stand when they are filled. */
  const used = { table: false, period: false };
  ["pointerdown", "keydown"].forEach((kind) =>
    document.addEventListener(kind, (event) => {
      if (event.target.closest("#table .ag-header-cell")) used.table = true;
      if (event.target.closest("#period-facet")) used.period = true;
    }, true));

  document.addEventListener("keydown", (event) => {
    const on = event.target;
    if (on.classList.contains("chart")) walk(event);
    else if (event.key === "Enter" && on.closest("#table .ag-row")) {
      here.openFact(on.closest(".ag-row").getAttribute("row-id"));
    }
  });

  /* ---- what Dash calls ---- */

  /* Other pages have figures too. */
  Object.assign(here, { measured, watch, showChosen });

  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  /* Parameters that change what is open beside the view, and not the view. */
  const BESIDE = ["fact", "theme"];
  /* Parameters of the table, which leave the figure as it is. */
  const OF_TABLE = ["order", "page"];

  /* What filters and table show does not hang on the figure; the table alone, without one, is longer. */
  function listsOf(query) {
    const wanted = new URLSearchParams(query);
    if (wanted.get("figure") !== "table") wanted.delete("figure");
    return "?" + wanted.toString();
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    tradefacts_explore: {
      read(_href, view, listed, drawn, fact, width) {
        if (location.pathname !== "/") return Array(6).fill(keep());
        const wanted = here.params();
        const ids = wanted.get("fact");
        BESIDE.forEach((name) => wanted.delete(name));
        const query = "?" + wanted.toString();
        const lists = listsOf(query);
        here.carryFigure();
        OF_TABLE.forEach((name) => wanted.delete(name));
        const figure = "?" + wanted.toString();
        const room = width || measured();
        if (!width) {
          watch(room);
          tableAfterFigure();
        }
        setTimeout(showChosen, 0);
        return [
          same(query, view) ? keep() : query,
          same(lists, listed) ? keep() : lists,
          same(figure, drawn) ? keep() : figure,
          same(ids, fact ?? null) ? keep() : ids,
          ids ? "page open" : "page",
          width ? keep() : room,
        ];
      },
      rows: (rows) => rows || [],
      /* A mark that opens something looks like it under the mouse. */
      point(hover) {
        document.querySelector(".chart").classList.toggle("on-mark", Boolean(hover));
      },
      openMark(click) {
        const point = click && click.points && click.points[0];
        if (point && point.customdata) here.openFact(String(point.customdata));
      },
      /* The years between the handles; all of them is no filter. */
      period(years, least, most) {
        if (!years || !used.period) return;
        used.period = false;
        const [first, last] = years;
        const day = (name, part) => (here.params().get(name) || "").slice(0, part);
        const now = [day("since", 4) || String(least), day("until", 4) || String(most)];
        if (now[0] === String(first) && now[1] === String(last)) return;
        here.change({
          since: first > least || (last < most && here.params().has("since")) ? `${first}-01-01` : null,
          until: last < most ? `${last}-12-31` : null,
        });
      },
      /* A heading orders all rows, of which the server sends one page. */
      sorted(columns) {
        if (!used.table) return;
        used.table = false;
        const one = (columns || []).find((column) => column.sort);
        const order = one ? (one.sort === "desc" ? "-" : "") + one.colId : null;
        if ((here.params().get("order") || null) === order) return;
        here.change({ order });
      },
    },
  });

  /* ---- the table's look, in AG Grid's own terms ---- */

  window.dashAgGridFunctions = Object.assign({}, window.dashAgGridFunctions, {
    tradefactsTheme: (theme) =>
      theme.withParams({
        fontFamily: "inherit",
        fontSize: 13,
        foregroundColor: "var(--ink)",
        backgroundColor: "var(--ground)",
        headerBackgroundColor: "var(--ground)",
        headerTextColor: "var(--soft)",
        headerFontWeight: 500,
        borderColor: "var(--line)",
        rowHoverColor: "var(--wash)",
        wrapperBorder: false,
        wrapperBorderRadius: 0,
        headerColumnBorder: false,
        headerRowBorder: "1px solid var(--ink)",
        headerColumnResizeHandleColor: "transparent",
        selectedRowBackgroundColor: "transparent",
        checkboxCheckedBackgroundColor: "var(--ink)",
        checkboxCheckedBorderColor: "var(--ink)",
        checkboxIndeterminateBackgroundColor: "var(--ink)",
        checkboxIndeterminateBorderColor: "var(--ink)",
        cellHorizontalPadding: 8,
      }),
  });
})();
