/* Review: a key says what a fact is, and the next one comes. The buttons work in every source panel too. */
(() => {
  "use strict";
  const keep = () => window.dash_clientside.no_update;
  const here = () => window.tradefacts;
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const is_open = () => /^\/review\/*$/.test(location.pathname);

  let shown = null;
  let waiting = [];
  let last = null;
  let count = 0;

  /* Say something of a fact; what is noted beside it goes along. */
  function say(verdict, fact) {
    if (!fact) return;
    const note = document.getElementById("review-note");
    set("say", { data: { verdict, fact, note: note && fact === shown ? note.value : null, count: ++count } });
  }

  /* Show a fact, or with null the first one; `correct` opens its form. */
  function open(fact, correct = false) {
    const wanted = here().params();
    wanted.delete("correct");
    if (fact) wanted.set("fact", fact);
    else wanted.delete("fact");
    if (correct) wanted.set("correct", "1");
    here().go("/review", wanted);
  }

  const rows = () => [...document.querySelectorAll("#review-list a[data-fact]")];

  function mark() {
    rows().forEach((row) => {
      const current = row.dataset.fact === shown;
      if (current) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
      if (current) row.scrollIntoView({ block: "nearest" });
    });
  }

  /* The fact before or after; behind the last of a page comes the first of the next. */
  function step(by) {
    const ids = rows().map((row) => row.dataset.fact);
    const to = ids[ids.indexOf(shown) + by];
    if (to) return open(to);
    const label = by > 0 ? "Next" : "Previous";
    const turn = [...document.querySelectorAll("#review-pages a.turn")].find((one) => one.textContent.includes(label));
    if (!turn) return;
    const wanted = new URL(turn.href).searchParams;
    wanted.delete("fact");
    here().go("/review", wanted);
  }

  const DOES = {
    correct: () => open(shown, true),
    cancel: () => open(shown),
    previous: () => step(-1),
    next: () => step(1),
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-say], button[data-does]");
    if (!button || event.defaultPrevented) return;
    event.preventDefault();
    if (button.dataset.say) say(button.dataset.say, button.dataset.fact);
    else DOES[button.dataset.does]();
  });

  const KEYS = {
    a: () => say("accepted", shown),
    r: () => say("rejected", shown),
    c: DOES.correct,
    n: DOES.next,
    ArrowDown: DOES.next,
    p: DOES.previous,
    ArrowUp: DOES.previous,
    m: () => document.getElementById("review-note").focus(),
    /* What counts of this fact is withdrawn; of one of which nobody said anything, the last word on another. */
    u: () => {
      const own = document.querySelector('#review-bar [data-say="withdrawn"]');
      if (own) own.click();
      else if (last) say("undo", last);
    },
  };

  document.addEventListener("keydown", (event) => {
    if (!is_open() || event.altKey || event.ctrlKey || event.metaKey) return;
    const on = event.target;
    const is_popup = on.closest("[aria-expanded='true'], .mantine-Popover-dropdown");
    if (event.key === "Escape" && !is_popup) {
      /* The fact stays open: there is nothing behind it. */
      event.stopImmediatePropagation();
      if (here().params().has("correct")) DOES.cancel();
      else on.blur();
    } else if (event.key === "Enter" && on.closest(".correcting input:not([role=combobox], [aria-haspopup])")) {
      event.preventDefault();
      /* What is typed is known to the form when the field is left, a moment later. */
      on.blur();
      setTimeout(() => document.getElementById("save-correction").click(), 150);
    } else if (KEYS[event.key] && shown && !on.closest("input, textarea, select, [contenteditable], [role=listbox]")) {
      event.preventDefault();
      KEYS[event.key]();
    }
  }, true);

  /* What the other pages show of the address: facts that were spoken of may be gone, or be otherwise. */
  const SHOWN = {
    "/": ["listed-view", "drawn-view", "fact"],
    "/read": ["reading-asked", "reading-fact"],
    "/compare": ["compare-view", "compare-fact"],
  };

  function refresh() {
    const path = location.pathname.replace(/\/+$/, "") || "/";
    (SHOWN[path] || []).forEach((id) => set(id, { data: window.dash_component_api.getLayout(id).props.data }));
  }

  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    tradefacts_review: {
      read(_href, query, asked, correcting) {
        if (!is_open()) return [keep(), keep(), keep()];
        const wanted = here().params();
        const fact = wanted.get("fact");
        const now = wanted.get("correct") === "1" ? fact : null;
        ["fact", "theme", "correct"].forEach((name) => wanted.delete(name));
        const told = "?" + wanted.toString();
        return [
          told === query ? keep() : told,
          same(fact, asked ?? null) ? keep() : fact,
          same(now, correcting ?? null) ? keep() : now,
        ];
      },
      /* The fact that the address names, or the first that waits and is not the one that was just done with. */
      show(ids, asked, said, before) {
        const done = said && !said.stays ? said.fact : null;
        waiting = ids || [];
        const fact = asked || (ids || []).find((one) => one !== done) || null;
        if (!fact && !ids) return keep();
        const at = said && said.stays && said.fact === fact ? said.at : null;
        shown = fact;
        requestAnimationFrame(() => requestAnimationFrame(mark));
        return same({ fact, at }, before) ? keep() : { fact, at };
      },
      /* Go on to the next one when something was said, and back to what was undone. */
      after(said) {
        if (!said) return;
        if (!said.stays) last = said.fact;
        else if (last === said.fact) last = null;
        if (!is_open()) return refresh();
        if (said.stays) return open(said.fact);
        open(waiting[waiting.indexOf(said.fact) + 1] || null);
      },
      /* Beside a field that was changed stands what was read. */
      changed() {
        const told = window.dash_clientside.callback_context.inputs_list[0] || [];
        told.forEach(({ id, value }) => {
          const field = document.querySelector(`.correcting [data-column="${id.correct}"]`);
          if (field) field.classList.toggle("changed", (value || "") !== field.dataset.read);
        });
      },
    },
  });
})();
