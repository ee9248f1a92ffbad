"""What is written into the audit log: whatever goes out, comes in or is changed; found by what there is.

The lists are those of the application: its downloads, its callbacks for editors, its routes, the commands. A
new one that is not in a table here fails, and so does one that changes or gives out something without a word.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from builders import TRADE, trade_facts
from dash import Dash
from flask.testing import FlaskClient
from making import Run
from official_files import comtrade
from people import CALLBACKS, OWN, add, answer, calls, log_in, question
from sqlalchemy import Table, select

from dashboard.access.needs import need_of_callback, need_of_route
from dashboard.access.settings import Access, Mode
from dashboard.app import PAGES, create_app
from dashboard.composing.beside import KINDS
from figures.pictures.picture import FORMATS
from schemas.records import Reading
from store import Event, Role, Store, UnusableError, What
from store.tables import METADATA
from tradefacts.command import app as command
from tradefacts.opening import account

pytestmark = pytest.mark.usefixtures("quick_passwords", "nothing_set")

#: What says who comes in and goes out, and how often somebody tried: a log-in is in the audit log as such.
_OF_LOG_INS = {"audit", "sessions", "attempts"}
FROM = "192.0.2.7"


def rows(store: Store) -> dict[str, list[Any]]:
    """Return all that is stored, but for the audit log and who is logged in."""
    tables: list[Table] = [one for one in METADATA.sorted_tables if one.name not in _OF_LOG_INS]
    with store._reading() as connection:
        return {one.name: sorted(map(repr, connection.execute(select(one)))) for one in tables}


def told_since(store: Store, before: list[Event]) -> list[Event]:
    events = store.audit.events()
    assert events[len(events) - len(before) :] == before
    return events[: len(events) - len(before)]


def is_now(event: Event) -> bool:
    return abs(datetime.now(UTC) - event.at) < timedelta(minutes=2)


# the dashboard


@pytest.fixture
def filled(store: Store) -> Store:
    store.save(Reading(TRADE, tuple(trade_facts())), "1")
    return store


@pytest.fixture
def app(filled: Store) -> Dash:
    return create_app(filled, access=Access(mode=Mode.PASSWORD))


@pytest.fixture
def ada(app: Dash, filled: Store) -> FlaskClient:
    """Give a client of an admin, who comes from an address of her own."""
    client = app.server.test_client()
    client.environ_base["REMOTE_ADDR"] = FROM
    assert log_in(client, add(filled, Role.ADMIN, "ada")).status_code == 303
    return client


def only_event(store: Store, before: list[Event]) -> tuple[What, str]:
    """Return what the one new event is about, once it says who, when and from where."""
    (event,) = told_since(store, before)
    assert (event.who, event.address) == ("ada", FROM)
    assert is_now(event)
    return event.what, event.about or ""


def _components(layout: Any, kind: str) -> Iterator[dict[str, Any]]:
    if isinstance(layout, dict):
        if layout.get("type") == kind:
            yield layout["props"]
        layout = list(layout.values())
    if isinstance(layout, list):
        for one in layout:
            yield from _components(one, kind)


#: What the callback of a download is asked: the fields in which kinds of files are chosen, and their kinds.
DOWNLOADS: dict[str, list[dict[str, Any]]] = {
    "picture-file": [{"asked": {"query": f"?figure=changes&format={kind}"}} for kind in FORMATS],
    "data-file": [{"asked-data": {"query": "?figure=changes"}, "data-kind": kind} for kind in KINDS],
}


def test_every_download_of_every_page_is_written_down_in_every_kind(
    app: Dash, filled: Store, ada: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What a browser draws of it is beside the point.
    monkeypatch.setattr("dashboard.composing.callbacks.draw", lambda *_: b"drawn")
    layouts = [
        ada.get("/_dash-layout", headers={"Referer": f"http://localhost{page.path}"}).json for page in PAGES
    ]
    ids = {one["id"] for layout in layouts for one in _components(layout, "Download")}
    assert ids == set(DOWNLOADS), "say in DOWNLOADS what the callback of a new download is asked"
    for name, asked in DOWNLOADS.items():
        for told in asked:
            before = filled.audit.events()
            got = answer(ada, f"{name}.data", told, OWN)
            assert got.status_code == 200, got.text
            kind = told.get("data-kind") or str(told["asked"]["query"]).rpartition("=")[2]
            assert only_event(filled, before) == (
                What.EXPORT,
                f"tradefacts-changes.{kind}: ?figure=changes",
            )


def test_what_cannot_be_written_down_does_not_go_out(
    filled: Store, ada: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        from store import StoreError

        raise StoreError("The disk is full.")

    monkeypatch.setattr("store.audit.record", fail)
    got = answer(ada, "data-file.data", DOWNLOADS["data-file"][0], OWN)
    assert "The disk is full." in got.text and "content" not in got.text
    for path in ("/api/facts?format=csv", "/audit.csv"):
        assert "39%" not in ada.get(path).text


#: Where routes are asked for whose pattern has a place for something.
PLACES = {"fact_id": trade_facts()[0].fact_id, "document_id": TRADE.document_id, "path": "x", "filename": "x"}


def test_every_route_that_gives_out_a_file_says_so(app: Dash, filled: Store, ada: FlaskClient) -> None:
    given = set()
    for rule in app.server.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not isinstance(
            need_of_route(app.server, rule.rule, rule.endpoint), Role
        ):
            continue
        path = rule.rule if "<" not in rule.rule else _path(rule)
        for asked in ({"query_string": "format=csv"}, {"headers": {"Accept": "text/csv"}}, {}):
            before = filled.audit.events()
            got = ada.get(path, buffered=True, **asked)
            is_file = got.mimetype == "text/csv" or "attachment" in got.headers.get("Content-Disposition", "")
            if not (is_file and got.status_code == 200):
                assert told_since(filled, before) == [], rule
                continue
            given.add(rule.rule)
            what, about = only_event(filled, before)
            assert what is What.EXPORT, rule
            assert path.removeprefix("/") in about, rule
            # Who is told of its kind alone has read nothing.
            before = filled.audit.events()
            if rule.rule != "/audit.csv":
                ada.head(path, **asked)
                assert told_since(filled, before) == [], rule
    facts, documents = "/api/facts", "/api/documents"
    ids = {f"{facts}/<id:fact_id>", f"{documents}/<id:document_id>"}
    assert given == {"/audit.csv", facts, documents} | ids


def _path(rule: Any) -> str:
    return str(rule.build({name: PLACES.get(name, "x") for name in rule.arguments})[1])


FACT = trade_facts()[1].fact_id
#: What editors' callbacks that store something are asked, in turn, and what is then told of it.
WRITES: list[tuple[str, dict[str, Any], What, str]] = [
    ("said.data...", {"say": {"fact": FACT, "verdict": "accepted"}}, What.REVIEW, FACT),
    ("said.data...", {"say": {"fact": FACT, "verdict": "rejected", "note": "no"}}, What.REVIEW, FACT),
    ("said.data...", {"say": {"fact": FACT, "verdict": "undo"}}, What.REVIEW, FACT),
    (
        "view-told.children",
        {
            "save-view": 1,
            "view-name": "Turkey to Russia",
            "address": "http://localhost/?reporter=TUR",
        },
        What.SAVED_VIEW,
        "Turkey to Russia",
    ),
]
#: What the others put out first: they read, or change what only the page of who asks holds.
READS = {
    "review-head",
    "review-bar",
    "review-form",
    "arrived",
    "drafts",
    "detail",
    "review-query",
}


def test_every_callback_that_stores_something_says_so(app: Dash, filled: Store, ada: FlaskClient) -> None:
    for output, asked, what, about in WRITES:
        before, stored = filled.audit.events(), rows(filled)
        got = answer(ada, output, asked, OWN)
        assert got.status_code == 200, got.text
        assert rows(filled) != stored, output
        told = only_event(filled, before)
        assert told[0] is what and about in told[1], told
    _forgets_a_view(filled, ada)
    _corrects(filled, ada)
    _loads(filled, ada)


def _forgets_a_view(store: Store, ada: FlaskClient) -> None:
    before, clicked = store.audit.events(), {"forget": "Turkey to Russia"}
    (output,) = (
        one["output"]
        for one in ada.get("/_dash-dependencies").json or ()
        if one["output"].startswith("saved-views.children@") and "forget" in one["inputs"][0]["id"]
    )
    body = {
        "output": output,
        "outputs": {"id": "saved-views", "property": output.partition(".")[2]},
        "inputs": [[{"id": clicked, "property": "n_clicks", "value": 1}]],
        "changedPropIds": [f"{json.dumps(clicked, separators=(',', ':'))}.n_clicks"],
    }
    assert ada.post(CALLBACKS, json=body, headers=OWN).status_code == 200
    assert store.views.all() == []
    assert only_event(store, before) == (What.SAVED_VIEW, "Turkey to Russia: forgotten")


def _corrects(store: Store, ada: FlaskClient) -> None:
    before = store.audit.events()
    fields = [{"id": {"correct": "unit"}, "property": name} for name in ("value", "id")]
    asked = question(
        ada,
        "correct-told",
        {"save-correction": 1, "review-correcting": FACT, "review-note": ""} | {'{"correct":["ALL"]}': None},
    )
    asked["state"][0] = [fields[0] | {"value": "EUR"}]
    asked["state"][1] = [fields[1] | {"value": {"correct": "unit"}}]
    asked["outputs"][3] = [{"id": {"correct": "unit"}, "property": "error"}]
    got = ada.post(CALLBACKS, json=asked, headers=OWN)
    assert got.status_code == 200, got.text
    assert only_event(store, before) == (What.REVIEW, f"Corrected: {FACT}")


def _loads(store: Store, ada: FlaskClient) -> None:
    import base64

    sent = {"name": "news.txt", "data": base64.b64encode(b"Exports fell by 39% in January 2024.").decode()}
    before = store.audit.events()
    read = answer(ada, "arrived.data", {"sending": sent, "default-date": "2024-02-08"}, OWN).json
    assert told_since(store, before) == []
    (draft,) = (read or {})["response"]["arrived"]["data"]["drafts"]
    stored = rows(store)
    told = {"save": 1, "grid": [{"key": "1"}], "drafts": {"1": draft}}
    assert answer(ada, "saved.children", told, OWN).status_code == 200
    assert len(rows(store)["documents"]) == len(stored["documents"]) + 1
    what, about = only_event(store, before)
    assert what is What.LOAD and about.startswith("1 of 1 documents: ")


def test_every_callback_for_editors_is_known_to_store_something_or_not_to(app: Dash) -> None:
    writing = {"..said.data...said-told", "..said.data@", "..drafts.data@", "saved-views.children@"}
    writing |= {"..saved-views.children@"}
    for output in calls(app):
        if need_of_callback(app.server, output) is Role.VIEWER:
            continue
        first = output.removeprefix("..").partition(".")[0]
        assert first in READS or any(output.startswith(one) for one in writing), (
            f"say in WRITES or READS whether {output} stores something"
        )


#: What the dashboard's readers and editors ask that answers in words where it cannot be done.
ASKED = [
    *((output, asked) for output, asked, *_ in WRITES),
    ("drawn.data", {"composition": "?figure=changes"}),
    ("picture-told", {"asked": {"query": "?figure=changes"}}),
    ("data-told", {"asked-data": {"query": "?figure=changes"}, "data-kind": "csv"}),
]


def test_what_a_database_says_of_itself_is_told_to_nobody(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = create_app(filled, writing=True).server.test_client()

    def lost(*_: object) -> None:
        raise UnusableError("The database postgresql://hidden cannot be used: its very words.")

    monkeypatch.setattr(Store, "_in_words", lost)
    for output, asked in ASKED:
        told = answer(client, output, asked, OWN).text
        assert "The database cannot be used just now" in told, output
        assert "hidden" not in told and "very words" not in told, output


# the command line


LOADED = b"Turkish exports to Russia fell by 39% year-on-year to $631mn in January."
#: Every command with what it is given, in turn; several where it does several things.
COMMANDS: dict[str, list[list[str]]] = {
    "load": [["-", "--published", "2024-03-05"]],
    "facts": [[], ["--output", "facts.csv", "--flow", "export"]],
    "series": [[], ["--output", "series.csv"]],
    "agreement": [[], ["--output", "agreement.csv"]],
    "compare": [[], ["--output", "compare.csv"]],
    "documents": [[]],
    "export": [["changes", "--output", "changes.svg", "--reporter", "Turkey"]],
    "trace": [["changes.svg"]],
    "extract": [["text.txt"]],
    "explain": [["text.txt"]],
    "official add": [["comtrade.csv", "--dataset", "COMTRADE"]] * 2,
    "official list": [[]],
    "official remove": [["COMTRADE"]],
    "user add": [["ada"], ["bob", "--without-password", "--role", "admin"]],
    "user role": [["ada", "editor"]],
    "user password": [["ada"]],
    "user disable": [["ada"]],
    "user enable": [["ada"]],
    "user token": [["ada", "report"], ["ada", "report", "--revoke"]],
    "user list": [[]],
    "audit": [[]],
    "check": [[]],
    "reviews": [[]],
    "backup": [["backup.db"]],
    "restore": [["backup.db", "--replace"]],
    "prepare": [[]],
}
#: What is told of those that store, change or give out something; all others do none of it.
TOLD = {
    ("load", 0): (What.LOAD, "-: 1 stored; 2 facts"),
    ("facts", 1): (What.EXPORT, "facts to facts.csv: flow export"),
    ("series", 1): (What.EXPORT, "series to series.csv: everything"),
    ("agreement", 1): (What.EXPORT, "agreement to agreement.csv: everything"),
    ("compare", 1): (What.EXPORT, "comparison to compare.csv: everything"),
    ("export", 0): (What.EXPORT, "changes: ?reporter=TUR&figure=changes"),
    ("official add", 0): (What.LOAD, "official figures: comtrade.csv"),
    ("official remove", 0): (What.LOAD, "official figures: COMTRADE taken away"),
    ("user add", 0): (What.PERSON_ADDED, "ada: viewer"),
    ("user add", 1): (What.PERSON_ADDED, "bob: admin"),
    ("user role", 0): (What.ROLE_CHANGED, "ada: viewer to editor"),
    ("user password", 0): (What.PASSWORD_SET, "ada"),
    ("user disable", 0): (What.DISABLED, "ada"),
    ("user enable", 0): (What.ENABLED, "ada"),
    ("user token", 0): (What.TOKEN_MADE, "ada: report"),
    ("user token", 1): (What.TOKEN_REVOKED, "ada: report"),
    ("backup", 0): (What.EXPORT, "everything to backup.db, a backup"),
    ("restore", 0): (What.RESTORE, "backup.db"),
}
#: It serves until it is ended; what is then done is told by the dashboard.
UNTRIED = {"serve"}


def _names(group: Any, before: str = "") -> Iterator[str]:
    for name, one in group.commands.items():
        full = f"{before}{name}"
        yield from _names(one, f"{full} ") if hasattr(one, "commands") else [full]


def test_every_command_that_stores_changes_or_gives_out_something_says_so(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    names = set(_names(typer.main.get_command(command)))
    assert names - UNTRIED == set(COMMANDS), "say in COMMANDS what a new command is given"
    (tmp_path / "text.txt").write_bytes(LOADED)
    (tmp_path / "comtrade.csv").write_bytes(comtrade({"primaryValue": "631000000"}))
    assert run("prepare").status == 0
    with Store(tmp_path / "var" / "tradefacts.db") as store:
        for name, examples in COMMANDS.items():
            for number, given in enumerate(examples):
                _try(run, store, (name, number), given, tmp_path)


def _try(
    run: Callable[..., Run], store: Store, which: tuple[str, int], given: list[str], folder: Path
) -> None:
    before, stored, files = store.audit.events(), rows(store), _files(folder)
    stdin = LOADED if which[0] == "load" else b"violet tram by the canal\n"
    done = run(*which[0].split(), *given, stdin=stdin)
    assert done.status == 0, (which, done.err)
    events = told_since(store, before)
    has_changed = rows(store) != stored or _files(folder) != files
    assert has_changed is bool(events) is (which in TOLD), (which, events)
    for event in events:
        assert (event.who, event.address) == (account(), "command line"), which
        assert is_now(event)
    if which in TOLD:
        ((what, about),) = [(one.what, one.about or "") for one in events]
        assert what is TOLD[which][0] and about.startswith(TOLD[which][1]), (which, about)


def _files(folder: Path) -> set[Path]:
    """Return the files that a command may leave beside the database."""
    return {one for one in folder.iterdir() if one.is_file()}
