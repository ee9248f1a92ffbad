/* The composer: what is typed and chosen goes into the address, and what the address says is drawn to fit. */
(() => {
  "use strict";
  const here = window.tradefacts;
  const PATH = "/compose";
  const keep = () => window.dash_clientside.no_update;
  const set = (id, props) => window.dash_clientside.set_props(id, props);

  /* ---- the fields of the form <-> the address ---- */

  /* In the order in which the callbacks have them. */
  const NAMES = [
    "title", "subtitle", "notes", "size", "width", "height", "scale", "format", "picture-theme", "clear", "log",
  ];
  const TYPED = new Set(["title", "subtitle", "notes", "width", "height", "scale"].map((name) => `picture-${name}`));
  /* The parameters that the fields write. */
  const OWN = [
    "title", "subtitle", "note", "size", "width", "height", "scale", "format", "picture-theme", "ground", "log",
  ];
  /* Of the view, but not of the picture. */
  const OTHERS = ["theme", "fact", "page", "order"];
  const PAUSE = 300;

  const lines = (text) => (text || "").split("\n").map((line) => line.trim()).filter(Boolean);

  /* Return the parameters that say what the fields hold; what is usual is not said. */
  function said(fields, { choices, sides }) {
    const params = new URLSearchParams();
    for (const name of ["title", "subtitle"]) {
      const typed = (fields[name] || "").trim();
      if (typed) params.append(name, typed);
    }
    lines(fields.notes).forEach((line) => params.append("note", line));
    for (const [name, known] of Object.entries(choices)) {
      if (fields[name] !== known[0]) params.append(name, fields[name]);
    }
    for (const [name, usual] of Object.entries(sides)) {
      const typed = String(fields[name] ?? "");
      if (fields.size === "free" && typed !== usual) params.append(name, typed);
    }
    if (fields.clear) params.append("ground", "0");
    if (fields.log) params.append("log", "1");
    return params;
  }

  /* Return what the fields hold where the address says this. */
  function held(params, { choices, sides }) {
    const fields = {
      title: params.get("title") || "",
      subtitle: params.get("subtitle") || "",
      notes: params.getAll("note").join("\n"),
      clear: params.get("ground") === "0",
      log: params.get("log") === "1",
    };
    for (const [name, known] of Object.entries(choices)) {
      fields[name] = known.includes(params.get(name)) ? params.get(name) : known[0];
    }
    for (const [name, usual] of Object.entries(sides)) {
      const typed = params.get(name) ?? usual;
      fields[name] = typed === "" || isNaN(typed) ? "" : Number(typed);
    }
    return fields;
  }

  const named = (values) => Object.fromEntries(NAMES.map((name, at) => [name, values[at]]));

  /* What the fields and the address last agreed on. */
  let agreed = null;
  let waiting = 0;

  /* Put other parameters into the address, in place of what it was: Back leads to where one came from. */
  function replace(wanted) {
    const query = wanted.toString();
    const to = location.pathname + (query ? "?" + query : "");
    if (to === location.pathname + location.search) return;
    history.replaceState(history.state, "", to);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  function put(params) {
    clearTimeout(waiting);
    if (location.pathname !== PATH || params.toString() === agreed) return;
    agreed = params.toString();
    const wanted = here.params();
    OWN.forEach((name) => wanted.delete(name));
    params.forEach((value, name) => wanted.append(name, value));
    replace(wanted);
  }

  function composed() {
    const wanted = here.params();
    OTHERS.forEach((name) => wanted.delete(name));
    return "?" + wanted;
  }

  /* ---- events ---- */

  const MOST_EVENTS = 12;

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#event-list [data-event]");
    if (!button) return;
    const wanted = here.params();
    const left = wanted.getAll("event").filter((one) => one !== button.dataset.event);
    wanted.delete("event");
    left.forEach((one) => wanted.append("event", one));
    replace(wanted);
    document.querySelector("#event-name").focus();
  });

  /* ---- the preview ---- */

  let sheet = null;

  /* Return how the sheet is shown: as large as there is room for, and on a wide screen whole. */
  function fitted({ width, height }) {
    const room = document.getElementById("preview-room");
    const isBeside = matchMedia("(min-width: 801px)").matches;
    const high = isBeside ? Math.max(320, innerHeight - 240) : Infinity;
    const fit = Math.min(1, room.clientWidth / width, high / height);
    return { width: `${width * fit}px`, height: `${height * fit}px`, "--fit": fit };
  }

  const refit = () => {
    if (sheet && document.getElementById("sheet")) set("sheet", { style: fitted(sheet) });
  };
  window.addEventListener("resize", refit);

  /* ---- copying texts ---- */

  async function copyText(button) {
    const field = document.getElementById(button.dataset.copies);
    const label = button.textContent;
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      /* Without the right to write the clipboard, what is marked can still be copied. */
      field.select();
      if (!document.execCommand("copy")) return set(button.id, { children: "Marked: press Ctrl+C" });
    }
    if (label === "Copied") return;
    set(button.id, { children: "Copied" });
    setTimeout(() => document.contains(button) && set(button.id, { children: label }), 2000);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copies]");
    if (button) copyText(button);
  });

  /* ---- what Dash calls ---- */

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    tradefacts_compose: {
      read(_href, composition, known) {
        if (location.pathname !== PATH) return [keep(), ...NAMES.map(keep)];
        const fields = held(here.params(), known);
        const own = said(fields, known).toString();
        /* What is typed just now is written when it pauses, and not written over. */
        const isNews = !composition || own !== agreed;
        agreed = own;
        const query = composed();
        return [query === composition ? keep() : query, ...NAMES.map((name) => (isNews ? fields[name] : keep()))];
      },
      write(...values) {
        const known = values.pop();
        const composition = values.pop();
        if (!composition) return;
        const params = said(named(values), known);
        clearTimeout(waiting);
        if (params.toString() === agreed) return;
        const changed = window.dash_clientside.callback_context.triggered.map((one) => one.prop_id.split(".")[0]);
        if (changed.every((id) => TYPED.has(id))) waiting = setTimeout(() => put(params), PAUSE);
        else put(params);
      },
      free(size) {
        return size === "free" ? "sizes" : "sizes away";
      },
      /* A file is made of what the fields hold now, also where the pause in typing is not over. */
      ask(clicks, known, ...values) {
        if (!clicks) return keep();
        put(said(named(values), known));
        return { query: composed(), clicks };
      },
      show(drawn, shown) {
        /* What was seen last stays, pale; there is nothing to be seen before it. */
        const isFirst = shown === "sheet none" || shown === "sheet away";
        if (!drawn) return [keep(), keep(), keep(), isFirst ? "sheet away" : "sheet old"];
        sheet = { width: drawn.width, height: drawn.height };
        const size = { width: `${drawn.width}px`, height: `${drawn.height}px` };
        return [structuredClone(drawn.figure), size, fitted(sheet), `sheet ${drawn.ground}`];
      },
      addEvent(clicks, name, day) {
        if (!clicks) return [keep(), keep(), keep()];
        const title = (name || "").trim();
        if (!title || !day) return [keep(), keep(), "Give the event a name and a day."];
        const wanted = here.params();
        if (wanted.getAll("event").length >= MOST_EVENTS) {
          return [keep(), keep(), `At most ${MOST_EVENTS} events: take one away first.`];
        }
        wanted.append("event", `${title}=${day}`);
        replace(wanted);
        return ["", "", ""];
      },
    },
  });
})();
