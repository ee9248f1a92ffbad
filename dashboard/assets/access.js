/* Who is logged out meanwhile, by the clock or by somebody else, is led to the log-in, and back to where they were. */
(() => {
  "use strict";
  const ask = window.fetch;
  window.fetch = async (...args) => {
    const answer = await ask(...args);
    if (answer.status === 401) {
      location.assign("/login?next=" + encodeURIComponent(location.pathname + location.search));
      // Nobody waits for an answer on a page that is left.
      return new Promise(() => {});
    }
    return answer;
  };
})();
