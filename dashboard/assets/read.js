/* Read: the text with its facts, the margin that goes along with it, and the way from fact to fact. */
(() => {
  "use strict";
  const here = window.tradefacts;
  const keep = () => window.dash_clientside.no_update;
  const byId = (name) => document.getElementById(name);
  const isOpen = () => location.pathname.replace(/\/+$/, "") === "/read" && byId("reading-text");

  /* What stands on the page: the part that was drawn, where its facts' marks and entries are. */
  let drawn = null;
  /* The reader went on by a key: then the focus goes along. */
  let byKey = false;
  /* The fact that was brought into view: who then scrolls on is left where they are. */
  let brought = null;

  /* ---- the text and the margin, set from plain data ---- */

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  function line(pieces) {
    return element("p", "", ...pieces.map((piece) => {
      if (typeof piece === "string") return piece;
      const [text, styles, ids] = piece;
      const made = element(ids ? "mark" : "span", styles, text);
      if (ids) made.dataset.facts = ids;
      return made;
    }));
  }

  /* The address of a fact, in the part that is given, with the filters that are in force. */
  function addressOf(id, part) {
    const wanted = here.params();
    wanted.set("fact", id);
    setPart(wanted, part);
    return wanted;
  }

  function setPart(wanted, part) {
    if (part > 1) wanted.set("page", part);
    else wanted.delete("page");
  }

  function entry(fact, part) {
    const link = element("a", `entry m-${fact.measure}${fact.dim ? " dim" : ""}`,
      element("strong", "", fact.amount), " ", element("span", "what", fact.what), " ",
      element("span", "when", fact.period));
    link.href = "/read?" + addressOf(fact.id, part);
    return element("li", "", link);
  }

  function draw(shown) {
    const former = drawn;
    const marks = new Map();
    byId("reading-text").replaceChildren(...shown.lines.map(line));
    byId("margin-list").replaceChildren(...shown.facts.map((fact) => entry(fact, shown.part)));
    byId("reading-text").querySelectorAll("mark").forEach((mark) =>
      mark.dataset.facts.split(" ").forEach((id) => marks.set(id, [...(marks.get(id) || []), mark])));
    /* Of a quote that goes on over several pieces, the last one has the sign of its measure. */
    marks.forEach((pieces) => pieces[pieces.length - 1].classList.add("signed"));
    const entries = [...byId("margin-list").querySelectorAll("a")];
    const ids = shown.facts.map((fact) => fact.id);
    drawn = { ...shown, ids, marks, entries, query: without(shown.asked) };
    byId("margin").hidden = !shown.all;
    if (shown.all && !ids.length) byId("margin-list").append(element("li", "none soft", "None in this part."));
    rememberPart();
    brought = null;
    showChosen();
    if (!chosen() && former && former.query === drawn.query && former.part !== drawn.part) {
      /* Earlier leads to the end of the part before, later to the beginning of the next one. */
      const text = byId("reading-text");
      scrollTo({ top: former.part < drawn.part ? top(text) - 120 : top(text) + text.offsetHeight - innerHeight });
    }
    follow();
  }

  const top = (one) => one.getBoundingClientRect().top + scrollY;
  const chosen = () => (here.params().get("fact") || "").split(" ")[0];

  /* A fact that an address names is in some part: that part stays when the fact is closed. */
  function rememberPart() {
    const wanted = here.params();
    if (!chosen() || Number(wanted.get("page") || 1) === drawn.part) return;
    setPart(wanted, drawn.part);
    history.replaceState(history.state, "", location.pathname + "?" + wanted);
  }

  /* ---- the fact that is open, and the one that is being read ---- */

  /* Where on the screen one reads; on a phone above the sheet that lies over most of it. */
  function readingLine() {
    const above = document.querySelector("header").offsetHeight;
    return above + (innerHeight - above) * (innerWidth > 800 ? 0.3 : 0.06);
  }

  function showChosen() {
    if (!drawn) return;
    const id = chosen();
    const at = drawn.ids.indexOf(id);
    document.querySelectorAll("#reading-text .chosen").forEach((one) => one.classList.remove("chosen"));
    drawn.entries.forEach((one, number) => {
      if (number === at) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    });
    tell(at);
    const marks = drawn.marks.get(id) || [];
    marks.forEach((one) => one.classList.add("chosen"));
    const isNew = id !== brought;
    brought = id;
    if (at < 0 || !isNew) return;
    if (marks.length) scrollTo({ top: top(marks[0]) - readingLine() });
    reveal(drawn.entries[at]);
    if (byKey || document.activeElement === document.body) drawn.entries[at].focus({ preventScroll: true });
    byKey = false;
  }

  function tell(at) {
    const count = new Intl.NumberFormat(navigator.language || "en");
    const all = count.format(drawn.all);
    const told = at < 0 ? `${all} ${drawn.all === 1 ? "fact" : "facts"}` :
      `Fact ${count.format(drawn.first + at + 1)} of ${all}`;
    if (byId("margin-told").textContent !== told) byId("margin-told").textContent = told;
  }

  /* Bring an entry into view inside the margin, and leave the page where it is. */
  function reveal(one) {
    const list = byId("margin-list");
    const box = one.getBoundingClientRect();
    const room = list.getBoundingClientRect();
    if (box.top < room.top || box.bottom > room.bottom) {
      list.scrollTop += box.top - room.top - (room.height - box.height) / 2;
    }
    if (box.left < room.left || box.right > room.right) list.scrollLeft += box.left - room.left - 16;
  }

  /* The number of the last fact above the reading line, or the first one; the open one while it is there. */
  function nearest() {
    const place = (at) => {
      const marks = drawn.marks.get(drawn.ids[at]);
      return marks ? marks[0].getBoundingClientRect().top : 0;
    };
    const open = drawn.ids.indexOf(chosen());
    if (open >= 0 && Math.abs(place(open) - readingLine()) < 60) return open;
    let [low, high] = [0, drawn.ids.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (place(middle) <= readingLine() + 12) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function follow() {
    if (!isOpen() || !drawn || !drawn.ids.length) return;
    const at = nearest();
    drawn.entries.forEach((one, number) => one.classList.toggle("near", number === at));
    reveal(drawn.entries[at]);
  }

  let waiting = 0;
  window.addEventListener("scroll", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(follow);
  }, { passive: true });

  /* Open the next fact, or the one before; at the end of the part, that of the part which follows. */
  function step(by) {
    if (!drawn) return;
    const at = drawn.ids.indexOf(chosen());
    const to = at >= 0 ? at + by : nearest() - (by < 0 ? 1 : 0);
    if (drawn.ids[to]) return here.openFact(drawn.ids[to]);
    const beyond = by > 0 ? drawn.after : drawn.before;
    if (beyond) here.go("/read", addressOf(beyond, null));
  }

  document.addEventListener("click", (event) => {
    if (!isOpen() || event.defaultPrevented || event.button) return;
    if (event.target.closest("#previous-fact")) return step(-1);
    if (event.target.closest("#next-fact")) return step(1);
    const mark = event.target.closest("#reading-text mark");
    if (!mark || !getSelection().isCollapsed) return;
    /* A further click on quotes that lie in one another opens the next of them. */
    const ids = mark.dataset.facts.split(" ");
    here.openFact(ids[(ids.indexOf(chosen()) + 1) % ids.length]);
  });

  const STEPS = { n: 1, j: 1, p: -1, k: -1 };
  document.addEventListener("keydown", (event) => {
    const by = STEPS[event.key];
    if (!by || !isOpen() || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    byKey = true;
    step(by);
  });

  /* ---- what Dash calls ---- */

  /* The query without what chooses the part: as long as it stays, the part that is drawn may stay too. */
  function without(query) {
    const wanted = new URLSearchParams(query);
    wanted.delete("fact");
    wanted.delete("page");
    return wanted.toString();
  }

  /* Tell whether the part that stands on the page is the one that a query asks for. */
  function stands(query, asked) {
    if (!drawn || drawn.asked !== asked || drawn.query !== without(query)) return false;
    const wanted = new URLSearchParams(query);
    const id = (wanted.get("fact") || "").split(" ")[0];
    return id ? drawn.ids.includes(id) : Number(wanted.get("page") || 1) === drawn.part;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    tradefacts_read: {
      read(_href, asked, fact) {
        if (!isOpen()) return [keep(), keep(), keep()];
        const wanted = here.params();
        wanted.delete("theme");
        const query = "?" + wanted;
        const ids = wanted.get("fact");
        const isOne = wanted.getAll("document").length === 1;
        const same = query === asked || stands(query, asked);
        if (same) setTimeout(showChosen, 0);
        return [
          same ? keep() : query,
          ids === (fact ?? null) ? keep() : ids,
          `page reading${isOne ? " one" : ""}${ids ? " open" : ""}`,
        ];
      },
      draw(shown) {
        if (shown && isOpen()) draw(shown);
      },
    },
  });
})();
