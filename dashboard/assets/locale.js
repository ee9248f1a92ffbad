/* Numbers and days in the reader's own language: the server writes them in English, with their value beside. */
(() => {
  "use strict";
  const locale = navigator.language || "en";
  const isEnglish = /^en\b/.test(locale);
  const numbers = new Intl.NumberFormat(locale);
  const days = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

  function localise(root) {
    root.querySelectorAll("data[value]").forEach((one) => {
      const text = numbers.format(Number(one.value));
      if (one.textContent !== text) one.textContent = text;
    });
    root.querySelectorAll("time[datetime]").forEach((one) => {
      const day = new Date(one.dateTime + "T00:00:00Z");
      if (!isNaN(day) && one.textContent !== days.format(day)) one.textContent = days.format(day);
    });
  }

  if (!isEnglish) {
    new MutationObserver(() => localise(document.body)).observe(document.documentElement, {
      childList: true,
      subtree: true,
    });
  }

  window.dashAgGridFunctions = Object.assign({}, window.dashAgGridFunctions, {
    /* What is an amount of money alone, as the reader writes it; anything else as it came. */
    tradefactsAmount(row) {
      if (!row) return "";
      if (isEnglish || !row.currency || !/^[A-Z]{3}$/.test(row.currency)) return row.amount;
      return new Intl.NumberFormat(locale, {
        style: "currency", currency: row.currency, notation: "compact", maximumSignificantDigits: 4,
      }).format(row.value);
    },
  });
})();
