"""People who log in, and what they ask a server: shared by tests of who gets in and what is told."""

from datetime import UTC, datetime
from typing import Any

from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.access import passwords
from dashboard.access.settings import Access, Mode
from dashboard.app import create_app
from store import By, Role, Store

PASSWORD = "violet tram by the canal"
#: What a browser says of a request that one of our pages makes.
OWN = {"Sec-Fetch-Site": "same-origin"}
CALLBACKS = "/_dash-update-component"


def now() -> By:
    return By(datetime.now(UTC), "test")


def add(store: Store, role: Role, name: str | None = None) -> str:
    name = name or role.value
    store.accounts.add(name, role, now(), password=passwords.hashed(PASSWORD))
    return name


def with_passwords(store: Store, **settings: Any) -> FlaskClient:
    return create_app(store, access=Access(mode=Mode.PASSWORD, **settings)).server.test_client()


def log_in(client: FlaskClient, name: str, password: str = PASSWORD, **more: Any) -> TestResponse:
    told = {"name": name, "password": password, "next": "/read", **more.pop("data", {})}
    return client.post("/login", data=told, headers=more.pop("headers", OWN), **more)


def call(client: FlaskClient, output: str, headers: dict[str, str] | None = None) -> TestResponse:
    """Call a callback as the browser does, with nothing in it: what it answers is not looked at here."""
    asked = {"output": output, "outputs": [], "inputs": [], "changedPropIds": []}
    return client.post(CALLBACKS, json=asked, headers=OWN if headers is None else headers)


def calls(app: Dash) -> list[str]:
    """Return what the callbacks put out that the server answers; the others run in the browser."""
    return [output for output, one in app.callback_map.items() if "callback" in one]


def question(client: FlaskClient, output: str, told: dict[str, Any]) -> dict[str, Any]:
    """Return the body by which a browser calls the one callback that has something in what it puts out.

    `told` is what stands in its fields, by their ids; a callback that hears of another field is not meant.
    """
    found = [one for one in client.get("/_dash-dependencies").json or () if output in one["output"]]
    (asked,) = [one for one in found if {each["id"] for each in one["inputs"]} <= set(told)]
    inputs, state = (
        [one | {"value": told[one["id"]]} for one in asked[kind]] for kind in ("inputs", "state")
    )
    outputs = [
        dict(zip(("id", "property"), one.rsplit(".", 1), strict=True))
        for one in asked["output"].removeprefix("..").removesuffix("..").split("...")
    ]
    return {
        "output": asked["output"],
        "outputs": outputs if asked["output"].startswith("..") else outputs[0],
        "inputs": inputs,
        "state": state,
        "changedPropIds": [f"{inputs[0]['id']}.{inputs[0]['property']}"],
    }


def answer(client: FlaskClient, output: str, told: dict[str, Any], headers: dict[str, str]) -> TestResponse:
    """Call a callback as a browser does, with what stands in its fields."""
    return client.post(CALLBACKS, json=question(client, output, told), headers=headers)
