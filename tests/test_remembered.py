"""Answers are given again until what is stored changes, to whom they were given, and never wrong ones."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from making import made_reading
from people import CALLBACKS, OWN, add, answer, log_in, now, question, with_passwords

from dashboard.app import create_app
from dashboard.remembered import AT_ONCE, Answer, Remembered
from schemas.vocabulary import Verdict
from store import By, Role, Said, Store, UnusableError

AT = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.fixture
def app(store: Store) -> Flask:
    store.save(made_reading(), "1")
    return create_app(store).server


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Give what was chosen from the index: each answer that is worked out chooses at least once."""
    found: list[object] = []
    chosen = Store.selection

    def selection(self: Store, filters: Any) -> Any:
        found.append(filters)
        return chosen(self, filters)

    monkeypatch.setattr(Store, "selection", selection)
    return found


def lists(client: FlaskClient, view: str = "", **headers: str) -> Any:
    """Ask for what Explore lists, as a browser does."""
    return answer(client, "explore-lists.data", {"listed-view": view, "view": view}, headers)


def test_the_same_is_answered_again_without_being_worked_out(app: Flask, asked: list[object]) -> None:
    client = app.test_client()
    first = lists(client)
    assert asked
    asked.clear()
    again = lists(client)
    assert not asked
    assert again.get_data() == first.get_data() and again.status_code == 200
    assert again.headers["Content-Type"] == first.headers["Content-Type"]
    assert again.headers["Content-Security-Policy"]
    assert lists(client, "?flow=export").get_data() != first.get_data()
    assert asked


def test_what_is_compressed_goes_to_who_takes_it_alone(app: Flask) -> None:
    client = app.test_client()
    for _ in range(2):
        packed = lists(client, **{"Accept-Encoding": "gzip"})
        plain = lists(client)
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in plain.headers
        assert json.loads(plain.get_data())


@pytest.mark.parametrize(
    "change",
    [
        lambda store, fact_id: store.save(made_reading("another"), "1"),
        lambda store, fact_id: store.save(made_reading(), "2"),
        lambda store, fact_id: store.review(fact_id, Said(Verdict.REJECTED, reviewer="ada"), By(AT, "ada")),
        lambda store, fact_id: store.official.remove("none"),
    ],
)
def test_a_change_of_what_is_stored_makes_new_answers(
    app: Flask, store: Store, asked: list[object], change: Callable[[Store, str], object]
) -> None:
    client = app.test_client()
    lists(client)
    (fact_id, *_) = store.facts()["fact_id"]
    change(store, fact_id)
    asked.clear()
    lists(client)
    assert asked


def test_a_long_question_has_no_longer_answer(store: Store) -> None:
    store.save(made_reading(), "1")
    client = create_app(store).server.test_client()
    # Each link of a page holds the whole view: the answer would grow with the square of the question.
    few, many = ("&".join(f"document=x{number}" for number in range(most)) for most in (200, 3000))
    answers = [lists(client, f"?{query}") for query in (few, many)]
    assert [one.status_code for one in answers] == [200, 200]
    assert len(answers[1].data) < 2 * len(answers[0].data)
    assert len(lists(client, f"?search={'x' * 40_000}").data) < 200_000


def test_an_error_is_not_kept(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = app.test_client()
    with monkeypatch.context() as broken:

        def fail(*_: object, **__: object) -> None:
            raise UnusableError("The database cannot be used: it rests.")

        broken.setattr(Store, "records_of", fail)
        assert "cannot be used just now" in lists(client).get_data(as_text=True)
    answer = lists(client).get_data(as_text=True)
    assert "cannot be used just now" not in answer and json.loads(answer)["response"]["rows"]["data"]


def test_only_a_few_are_worked_out_at_once_and_one_question_but_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once, most, made = 0, 0, 0
    lock, rows = threading.Lock(), Store.records_of

    def slowly(self: Store, ids: Any) -> Any:
        nonlocal at_once, most, made
        with lock:
            at_once, made = at_once + 1, made + 1
            most = max(most, at_once)
        threading.Event().wait(0.05)
        with lock:
            at_once -= 1
        return rows(self, ids)

    monkeypatch.setattr(Store, "records_of", slowly)
    views = [f"?q={number}" for number in range(6)] + ["?q=again"] * 8
    with ThreadPoolExecutor(len(views)) as pool:
        answers = [one.status_code for one in pool.map(lambda view: lists(app.test_client(), view), views)]
    assert set(answers) == {200}
    assert most == AT_ONCE
    # Two may have begun at the same time.
    assert 7 <= made <= 6 + AT_ONCE


def test_what_was_asked_for_longest_ago_makes_room() -> None:
    remembered = Remembered(most_bytes=10)
    for number in range(3):
        remembered.keep(b"%d" % number, Answer(b"four", ()))
        assert remembered.get(b"0") or number > 1
    assert remembered.get(b"1") is None
    assert remembered.get(b"0") and remembered.get(b"2")
    remembered.keep(b"large", Answer(b"more than there is room for", ()))
    assert all(remembered.get(one) is None for one in (b"0", b"2", b"large"))


# to whom an answer is given: the guard has told who asks before one is given again


def panel(client: FlaskClient, fact_id: str) -> str:
    """Ask for the source panel of a fact, as the page Explore does."""
    return answer(client, "panel.children@", {"fact": fact_id, "view": ""}, OWN).get_data(as_text=True)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the facts whose documents were opened: each panel that is worked out opens one."""
    found: list[str] = []
    document = Store.document

    def noted(self: Store, document_id: str) -> Any:
        found.append(document_id)
        return document(self, document_id)

    monkeypatch.setattr(Store, "document", noted)
    return found


BUTTON = '"data-say":"rejected"'


@pytest.mark.usefixtures("quick_passwords", "nothing_set")
@pytest.mark.parametrize("first", [Role.EDITOR, Role.VIEWER])
def test_editors_and_viewers_are_given_answers_of_their_own(
    store: Store, opened: list[str], first: Role
) -> None:
    store.save(made_reading(), "1")
    (fact_id, *_) = store.facts()["fact_id"]
    client = with_passwords(store)
    clients = {role: client.application.test_client() for role in (Role.EDITOR, Role.VIEWER)}
    for role, one in clients.items():
        log_in(one, add(store, role))
    second = Role.VIEWER if first is Role.EDITOR else Role.EDITOR
    told = {role: panel(clients[role], fact_id) for role in (first, second)}
    assert BUTTON in told[Role.EDITOR] and BUTTON not in told[Role.VIEWER]
    assert "39%" in told[Role.VIEWER]
    opened.clear()
    assert {role: panel(one, fact_id) for role, one in clients.items()} == told
    assert not opened
    # Who is nobody is given nothing that is kept.
    asked = question(clients[Role.VIEWER], "panel.children@", {"fact": fact_id, "view": ""})
    assert client.post(CALLBACKS, json=asked, headers=OWN).status_code == 401


@pytest.mark.usefixtures("quick_passwords", "nothing_set")
def test_who_gets_another_role_is_given_the_answers_of_that_one_from_then_on(store: Store) -> None:
    store.save(made_reading(), "1")
    (fact_id, *_) = store.facts()["fact_id"]
    client = with_passwords(store)
    log_in(client, add(store, Role.EDITOR, "ada"))
    for role, may in ((Role.EDITOR, True), (Role.VIEWER, False), (Role.EDITOR, True)):
        store.accounts.set_role("ada", role, now())
        # Once as it is worked out, once as it was kept.
        assert [BUTTON in panel(client, fact_id) for _ in range(2)] == [may, may], role


@pytest.mark.usefixtures("quick_passwords", "nothing_set")
def test_what_one_person_rejects_is_gone_from_the_next_answer_to_another(store: Store) -> None:
    store.save(made_reading(), "1")
    (fact_id, *_) = store.facts()["fact_id"]
    editor = with_passwords(store)
    viewer = editor.application.test_client()
    for one, role in ((editor, Role.EDITOR), (viewer, Role.VIEWER)):
        log_in(one, add(store, role))
    before, told = lists(viewer, **OWN), panel(viewer, fact_id)
    assert fact_id in before.get_data(as_text=True)
    assert lists(viewer, **OWN).get_data() == before.get_data()
    said = {"fact": fact_id, "verdict": "rejected", "note": "a typo"}
    assert answer(editor, "said.data", {"say": said}, OWN).status_code == 200
    assert fact_id not in lists(viewer, **OWN).get_data(as_text=True)
    assert "a typo" in panel(viewer, fact_id) and "a typo" not in told
