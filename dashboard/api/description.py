"""What can be asked and what comes, as OpenAPI 3.1: made of the definitions by which it is answered."""

from functools import cache
from importlib.metadata import version
from typing import Any

from dashboard.api.answers import KINDS
from dashboard.api.endpoints import DESCRIPTION, LISTINGS, SINGLES, Listing, Single
from dashboard.api.parameters import Parameter
from dashboard.api.shapes import SCHEMAS, page_of

_JSON = KINDS["json"]
_ABOUT = (
    "Facts that were read from documents, and the documents, for notebooks and other programs. The filters "
    "are those of the dashboard's addresses. Of a confidential document there is no word, only ids and codes."
)


@cache
def description(*, has_log_in: bool = False) -> dict[str, Any]:
    """Return the whole description; `has_log_in` where people log in, and programs show a token."""
    paths = {one.path: {"get": _listing(one)} for one in LISTINGS}
    paths |= {f"{one.path}{{{one.key}}}": {"get": _single(one)} for one in SINGLES}
    own = {"type": "object", "required": ["openapi", "info", "paths"]}
    paths[DESCRIPTION] = {
        "get": {
            "operationId": "description",
            "summary": "This description.",
            "responses": {
                "200": _contents("The description.", own),
                "400": _error("What is not understood."),
            },
        }
    }
    refusals = {"401": _UNKNOWN, "403": _REFUSED} if has_log_in else {"403": _REFUSED}
    for path in paths.values():
        path["get"]["responses"] |= refusals
    told: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Tradefacts", "version": version("tradefacts"), "description": _ABOUT},
        "paths": paths,
        "components": {"schemas": SCHEMAS},
    }
    if has_log_in:
        told["components"]["securitySchemes"] = {"token": _TOKEN}
        told["security"] = [{"token": []}]
    return told


def _listing(one: Listing) -> dict[str, Any]:
    found = _contents(
        "One page, or in CSV without page and per_page all rows.", page_of(one.items, one.shape)
    )
    found["content"]["text/csv"] = _CSV
    found["headers"] = {
        "X-Total-Count": _header("How many rows there are on all pages.", "integer"),
        "X-Restriction": _header("Which facts alone these are, where `review` chooses them: a sentence."),
        "Link": _header("Other pages: first, prev, next and last, where there are such."),
        **_NAMED,
    }
    return {
        "operationId": one.items,
        "summary": one.told,
        "parameters": [_parameter(parameter) for parameter in one.parameters],
        "responses": {"200": found, "304": _UNCHANGED, "400": _error("What is not understood.")},
    }


def _single(one: Single) -> dict[str, Any]:
    found = _contents("It.", {"$ref": f"#/components/schemas/{one.shape}"})
    found["content"]["text/csv"] = _CSV
    found["headers"] = dict(_NAMED)
    key = {"name": one.key, "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "operationId": one.key.removesuffix("_id"),
        "summary": one.told,
        "parameters": [key, *(_parameter(parameter) for parameter in one.parameters)],
        "responses": {
            "200": found,
            "304": _UNCHANGED,
            "400": _error("What is not understood."),
            "404": _error("There is none with this id."),
        },
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    schema = {"type": "array", "items": one.schema} if one.several else one.schema
    told = {"name": one.name, "in": "query", "description": one.told, "schema": schema}
    return told | ({"style": "form", "explode": True} if one.several else {})


def _contents(told: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": told, "content": {_JSON: {"schema": schema}}}


def _error(told: str) -> dict[str, Any]:
    return _contents(told, {"$ref": "#/components/schemas/Error"})


def _header(told: str, kind: str = "string") -> dict[str, Any]:
    return {"description": told, "schema": {"type": kind}}


_CSV = {"schema": {"type": "string"}}
_NAMED = {"ETag": _header("The answer's name; with If-None-Match the same one is not sent again.")}
_UNCHANGED = {"description": "Nothing has changed since the answer of that name."}
_TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token, which may do what its person may (tradefacts user token).",
}
_UNKNOWN = _error("Nobody is known by what was shown: show a token.") | {
    "headers": {"WWW-Authenticate": _header("By what one is known: a bearer token.")}
}
_REFUSED = _error("Who asks may not have it.")
