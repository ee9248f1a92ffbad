"""The one gate: every request goes through it, and what does not say who may have it is given to nobody."""

from urllib.parse import quote

from flask import Flask, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.access import current, modes, origin
from dashboard.access.needs import CALLBACK_RULE, Everyone, Need, need_of, need_of_call
from dashboard.access.settings import Access, Mode
from dashboard.operations.failures import is_for_program
from store import Role, Store

#: In the environment of the request by which an application sets itself up: no client can send such a thing.
SETTING_UP = "tradefacts.setting_up"
#: What is sent before somebody is known is short: a name, a password, an address.
_LONGEST_FORM = 32_000
#: Who reads sends addresses of pages and little else; who may add documents sends them.
_LONGEST_QUESTION = 100_000
_FOREIGN = (
    "This request does not come from a page of this dashboard; open the dashboard, and try again there."
)
_LOG_IN = "Log in first: open the dashboard in a browser, or show a token (tradefacts user token)."
_NOT_NAMED = "The proxy before this server does not say who you are, or nobody has added you."
_NOT_YOURS = "You may not do this; who runs this server can give you another role (tradefacts user role)."
_NOT_GIVEN = "This is given to nobody."


def add_to(server: Flask, access: Access, store: Store, on_this_machine: Role) -> None:
    """Put the gate before everything that an application answers."""

    @server.before_request
    def guard() -> AnyResponse | None:
        if request.environ.get(SETTING_UP):
            current.let_in(current.local(Role.VIEWER))
            return None
        need = need_of(request)
        if need is Everyone.IS_LET_IN:
            return _open(access)
        if access.mode is Mode.NONE and (told := modes.refusal_of_stranger(request)):
            return refused(told)
        asking = modes.who(request, access, store, on_this_machine)
        if asking.person is None:
            return _nobody(access)
        # Without cookies there is little that another page could use, and programs say nothing.
        unless_told = access.mode is Mode.NONE
        if not (asking.by_token or origin.only_reads(request) or _is_own(access, unless_told=unless_told)):
            return refused(_FOREIGN)
        current.let_in(asking.person)
        if not asking.person.role.includes(Role.EDITOR):
            request.max_content_length = _LONGEST_QUESTION
        return _allowed(asking.person.role, need)

    if access.has_log_in:
        server.after_request(_keep_private)


def refused(told: str, status: int = 403) -> Response:
    """Return a refusal: a sentence, for programs in JSON as their other errors are."""
    if not is_for_program():
        return Response(f"{told}\n", status, mimetype="text/plain")
    answer = jsonify(error=told)
    answer.status_code = status
    return answer


def _open(access: Access) -> AnyResponse | None:
    request.max_content_length = _LONGEST_FORM
    if origin.only_reads(request) or _is_own(access, unless_told=False):
        return None
    return refused(_FOREIGN)


def _is_own(access: Access, *, unless_told: bool) -> bool:
    return origin.is_own(request, access.url, unless_told=unless_told)


def _nobody(access: Access) -> AnyResponse:
    """Refuse who is not known; who opens a page is led to the log-in."""
    opens_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
    if access.has_sessions and opens_page and not modes.bearer(request):
        asked = request.full_path.rstrip("?")
        return redirect("/login" if asked == "/" else f"/login?next={quote(asked, safe='')}", 303)
    answer = refused(_NOT_NAMED if access.mode is Mode.PROXY else _LOG_IN, 401)
    answer.headers["WWW-Authenticate"] = 'Bearer realm="Tradefacts"'
    return answer


def _allowed(role: Role, need: Need | None) -> AnyResponse | None:
    if request.routing_exception is not None:
        # There is no such address, which Flask says by itself.
        return None
    if isinstance(need, Role) and request.url_rule and request.url_rule.rule == CALLBACK_RULE:
        need = need_of_call(request)
    if not isinstance(need, Role):
        return refused(_NOT_GIVEN)
    return None if role.includes(need) else refused(_NOT_YOURS)


def _keep_private(answer: Response) -> Response:
    """Let nothing keep what is one person's, who may be logged out a moment later."""
    if "Cache-Control" not in answer.headers:
        answer.headers["Cache-Control"] = "no-store"
    return answer
