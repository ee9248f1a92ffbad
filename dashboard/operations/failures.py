"""What goes wrong and has no words of its own: the traceback into the log, a sentence to the person.

The request's id stands in both, so that who reads the log finds what a person saw.
"""

import logging
from html import escape

from dash.exceptions import DependencyException
from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, InternalServerError

from dashboard.operations.requests import request_id, route
from schemas.errors import TradefactsError
from store import UnusableError

_LOG = logging.getLogger("tradefacts.errors")
#: Below this address programs ask, and read JSON.
_FOR_PROGRAMS = "/api/"
#: What the database is called and what it says stands in the log alone.
_UNUSABLE = "The database cannot be used just now. Try again in a minute"


def add_to(server: Flask) -> None:
    """Answer in sentences where something went wrong: HTML for people, JSON for programs."""

    @server.errorhandler(UnusableError)
    def unusable(error: UnusableError) -> Response:
        _log(error)
        return _answer(_UNUSABLE, 503)

    @server.errorhandler(InternalServerError)
    def failed(_error: InternalServerError) -> Response:
        # Flask has logged it, with its traceback.
        return _answer("Something went wrong here, and was noted", 500)

    @server.errorhandler(DependencyException)
    def no_script(_error: DependencyException) -> Response:
        # A page that was opened before an update asks for the scripts of its own time.
        return Response("There is no such script here; load the page again.\n", 404, mimetype="text/plain")

    @server.errorhandler(HTTPException)
    def refused(error: HTTPException) -> HTTPException | Response:
        if not is_for_program() or error.code is None:
            return error
        answer = jsonify(error=error.description)
        # Such as which methods are allowed.
        answer.headers.extend([one for one in error.get_headers() if one[0] != "Content-Type"])
        answer.status_code = error.code
        return answer


def is_for_program() -> bool:
    """Tell whether it is a program that asks, which reads JSON."""
    return request.path.startswith(_FOR_PROGRAMS)


def words(error: Exception) -> str:
    """Return what the person is told who asked: in an error's own words, where it has some for people."""
    has_words = isinstance(error, TradefactsError) and not isinstance(error, UnusableError)
    return str(error) if has_words else sentence(error)


def sentence(error: Exception) -> str:
    """Log an error that nobody expected, and return what the person is told who asked."""
    _log(error)
    said = _UNUSABLE if isinstance(error, UnusableError) else "Something went wrong here, and was noted"
    return f"{said} (request {request_id()})."


def _log(error: BaseException) -> None:
    _LOG.error("%s in %s", type(error).__name__, route(), exc_info=error)


def _answer(said: str, status: int) -> Response:
    told = f"{said} (request {request_id()})."
    if is_for_program():
        answer = jsonify(error=told)
        answer.status_code = status
        return answer
    page = (
        '<!DOCTYPE html><html lang="en"><head><title>Tradefacts</title></head><body>'
        f'<main><h1>This did not work</h1><p>{escape(told)} <a href="/">Go to Explore</a>.</p></main>'
        "</body></html>"
    )
    return Response(page, status, content_type="text/html; charset=utf-8")
