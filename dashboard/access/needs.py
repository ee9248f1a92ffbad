"""What a route or a callback needs. What says nothing is given to nobody: a new one is shut until it does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any, TypeVar

from dash import Dash
from flask import Flask, Request, current_app

from store import Role

View = TypeVar("View", bound=Callable[..., Any])

_NEEDS = "_tradefacts_needs"
_CALLBACKS = "tradefacts_callbacks"
CALLBACK_RULE = "/_dash-update-component"


class Everyone(Enum):
    """What is given to whoever asks."""

    IS_LET_IN = True


Need = Role | Everyone

#: The routes that Dash registers by itself; the two that tell a host how the server is are everyone's.
_RULES: dict[str, Need] = {
    "/healthz": Everyone.IS_LET_IN,
    "/readyz": Everyone.IS_LET_IN,
    "/assets/<path:filename>": Role.VIEWER,
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": Role.VIEWER,
    "/_dash-layout": Role.VIEWER,
    "/_dash-dependencies": Role.VIEWER,
    # Whoever may read may call; what a callback needs is looked up by what it puts out.
    CALLBACK_RULE: Role.VIEWER,
    "/_reload-hash": Role.VIEWER,
    "/_favicon.ico": Role.VIEWER,
    "/": Role.VIEWER,
    "/<path:path>": Role.VIEWER,
}


def open_to_all(view: View) -> View:
    """Let a view of Flask be everyone's, logged in or not."""
    setattr(view, _NEEDS, Everyone.IS_LET_IN)
    return view


def needs(role: Role) -> Callable[[View], View]:
    """Let a view of Flask be for who has a role, or more."""

    def mark(view: View) -> View:
        setattr(view, _NEEDS, role)
        return view

    return mark


@contextmanager
def callbacks_for(app: Dash, role: Role) -> Iterator[None]:
    """Let callbacks that are registered inside be for who has a role; a block inside this one goes first."""
    before = set(app.callback_map)
    yield
    known = _known(app.server)
    for output in app.callback_map:
        if output not in before:
            known.setdefault(output, role)


def need_of_route(server: Flask, rule: str, endpoint: str) -> Need | None:
    """Return what a route needs, or None where it does not say."""
    return getattr(server.view_functions.get(endpoint), _NEEDS, None) or _RULES.get(rule)


def need_of_callback(server: Flask, output: str) -> Role | None:
    """Return what a callback needs, or None where it does not say."""
    return _known(server).get(output)


def need_of(asked: Request) -> Need | None:
    """Return what the route of a request needs, or None where nobody may have it."""
    if asked.url_rule is None or asked.endpoint is None:
        return None
    return need_of_route(current_app, asked.url_rule.rule, asked.endpoint)


def need_of_call(asked: Request) -> Role | None:
    """Return what the callback needs that a request calls, or None where there is none such."""
    output = output_called(asked)
    return need_of_callback(current_app, output) if output is not None else None


def output_called(asked: Request) -> str | None:
    """Return what the callback puts out that a request calls, by which it is known; None for none."""
    told = asked.get_json(silent=True)
    output = told.get("output") if isinstance(told, dict) else None
    return output if isinstance(output, str) else None


def _known(server: Flask) -> dict[str, Role]:
    known: dict[str, Role] = server.extensions.setdefault(_CALLBACKS, {})
    return known
