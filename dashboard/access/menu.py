"""The reader's own menu in the header: who is logged in, and the way out."""

from typing import Any

from dash import html

from dashboard.access.current import current_person, may
from dashboard.access.settings import Access
from store import Role


def menu(access: Access) -> list[Any]:
    """Return the menu; nothing where nobody has to log in."""
    person = current_person()
    if person is None or not access.has_log_in:
        return []
    ways: list[Any] = [html.P(f"You are {_role(person.role)}.", className="soft")]
    if may(Role.ADMIN):
        ways.append(html.P(html.A("Audit log", href="/audit")))
    if access.has_sessions:
        out = html.Button("Log out", type="submit", id="log-out", className="quiet")
        ways.append(html.Form(out, action="/logout", method="post"))
    return [
        html.Details(
            [html.Summary(person.name, id="open-me"), html.Div(ways, className="drop")],
            id="me",
            className="menu",
        )
    ]


def _role(role: Role) -> str:
    return f"a{'n' if role.value[0] in 'ae' else ''} {role}"
