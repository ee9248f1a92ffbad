/* The page that adds documents: files are read here and sent one after the other, so that how far it is shows. */
(() => {
  "use strict";
  const keep = () => window.dash_clientside.no_update;
  const set = (id, props) => window.dash_clientside.set_props(id, props);

  const pending = [];
  let done = 0;
  let total = 0;
  let busy = false;
  let number = 0;
  let shown = [];
  let count = 0;
  const arrivals = {};

  function tell() {
    set("progress-shown", { hidden: false });
    set("progress", { value: total ? (100 * done) / total : 0 });
    const files = total === 1 ? "1 file" : `${total} files`;
    const text = busy ? `Reading ${done + 1} of ${total}: ${pending.current}` : `${files} read.`;
    set("progress-text", { children: text });
  }

  function next() {
    const file = pending.shift();
    busy = Boolean(file);
    pending.current = file && file.name;
    tell();
    if (file) set("sending", { data: { ...file, number: ++number } });
  }

  function add(files) {
    if (!files.length) return;
    if (!busy) [done, total] = [0, 0];
    pending.push(...files);
    total += files.length;
    busy ? tell() : next();
  }

  const listed = (text) => ({ namespace: "dash_html_components", type: "Li", props: { children: text } });

  function base64(text) {
    const bytes = new TextEncoder().encode(text);
    let letters = "";
    for (let at = 0; at < bytes.length; at += 0x8000) {
      letters += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    }
    return btoa(letters);
  }

  /* A short name that is the same for the same text: 32 bits of FNV-1a. */
  function named(text) {
    let hash = 0x811c9dc5;
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    return `pasted-${(hash >>> 0).toString(16).padStart(8, "0")}.txt`;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    adding: {
      /* What is too long is refused here, before it is sent for nothing. */
      queue(contents, names, most, refused) {
        if (!contents) return [keep(), keep()];
        const files = contents.map((content, at) => ({
          name: names[at], data: content.slice(content.indexOf(",") + 1),
        }));
        /* They come in the order in which the browser was done with each; which of two is the copy of the other
           must not depend on that. */
        files.sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
        const fits = (file) => file.data.length * 0.75 <= most;
        add(files.filter(fits));
        const told = files.filter((file) => !fits(file)).map((file) => listed(
          `${file.name}: it is longer than ${most / 1e6} MB; divide it, or load it with tradefacts load.`));
        return [null, told.length ? [...(refused || []), ...told] : keep()];
      },
      mayRead(text) {
        return !(text || "").trim();
      },
      paste(clicks, text) {
        if (!(text || "").trim()) return keep();
        add([{ name: named(text), data: base64(text) }]);
        return "";
      },
      /* A file was read: its documents and refusals join the others, and the next file is sent. */
      arrived(answer, drafts, refused) {
        for (const draft of answer.drafts) arrivals[String(++count)] = draft;
        const all = { ...arrivals, ...drafts };
        const told = answer.refused.map(listed);
        done += 1;
        /* The next file is sent when this one stands on the page. */
        setTimeout(next, 0);
        return [answer.drafts.length ? all : keep(), told.length ? [...(refused || []), ...told] : keep()];
      },
      rows(drafts, selected, chosen) {
        const rows = Object.entries(drafts).map(([key, draft]) => {
          const { packed, ...row } = draft;
          return { key, ...row };
        });
        const ticked = new Set((selected || []).map((row) => row.key));
        const known = new Set(shown.map((row) => row.key));
        const wanted = rows.filter((row) => !row.is_saved && (ticked.has(row.key) || !known.has(row.key)));
        /* The grid has written a correction into its rows already: another cell may be edited by now. */
        const same = JSON.stringify(rows) === JSON.stringify(shown);
        if (!same) shown = rows;
        const first = rows.length ? rows[0].key : keep();
        return [same ? keep() : rows, same ? keep() : wanted, !rows.length, chosen || first];
      },
      choose(cell) {
        return cell && cell.rowId ? cell.rowId : keep();
      },
      /* What a person looks at is drawn anew only when it is another: a list that is open there stays open. */
      look(chosen, drafts, seen) {
        const draft = (drafts[chosen] || {}).packed || null;
        return JSON.stringify(draft) === JSON.stringify(seen || null) ? keep() : draft;
      },
      maySave(selected) {
        const count = (selected || []).length;
        return [!count, count > 1 ? `Save ${count} documents` : "Save"];
      },
    },
  });

  /* The field behind the button has no name of its own. */
  new MutationObserver(() => {
    const field = document.querySelector("#files input:not([aria-label])");
    if (field) field.setAttribute("aria-label", "Choose files");
  }).observe(document.documentElement, { childList: true, subtree: true });

  /* Enter on a cell that cannot be edited shows its document, as a click does. */
  document.addEventListener("keydown", (event) => {
    const cell = event.key === "Enter" && event.target.closest("#grid .ag-cell");
    if (!cell || !["facts", "status"].includes(cell.getAttribute("col-id"))) return;
    set("chosen", { data: cell.closest(".ag-row").getAttribute("row-id") });
    document.getElementById("detail").focus();
  });
})();
