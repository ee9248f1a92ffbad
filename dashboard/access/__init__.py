"""Who gets in, and what they may do.

    request ──> guard ──> by mode: who asks? ──> what does the route, or the callback, need? ──> on, or not

Nothing is given out unless it says who may have it: a route by `open_to_all` or `needs`, a callback by being
registered inside `callbacks_for`. Everything that asks goes through the one `before_request` of `guard`.

    settings    TRADEFACTS_AUTH and what goes with it
    current     who asks now, and from where: current_person()
    needs       what a route or a callback needs
    guard       the one gate
    modes       who asks, in each mode: this machine, a cookie, a token, a proxy's headers
    origin      whether a request that changes something comes from our own pages
    passwords   argon2id
    tokens      random ones, and the hash of each that is stored
    cookies     how they are set
    forms       the log-in page and the set-up page, without JavaScript
    oidc        log-in at an OpenID provider
    auditing    what is written into the audit log, and the page that shows it
    menu        the reader's own menu in the header
    gunicorn    what dashboard.workers asks first: is an open address left without a log-in?
"""

from dashboard.access.current import current_person
from dashboard.access.needs import callbacks_for, needs, open_to_all

__all__ = ["callbacks_for", "current_person", "needs", "open_to_all"]
