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

from dashboard.app import create_app
from dashboard.remembered import AT_ONCE, Answer, Remembered
from schemas.vocabulary import Verdict
from store import Said, Store, UnusableError

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
    callbacks = client.get("/_dash-dependencies").json
    one = next(one for one in callbacks if "explore-lists.data" in one["output"])
    outputs = one["output"].removeprefix("..").removesuffix("..").split("...")
    told = {"listed-view": view, "view": view}
    body = {
        "output": one["output"],
        "outputs": [dict(zip(("id", "property"), each.rsplit(".", 1), strict=True)) for each in outputs],
        "inputs": [each | {"value": told[each["id"]]} for each in one["inputs"]],
        "state": [each | {"value": told[each["id"]]} for each in one["state"]],
        "changedPropIds": ["listed-view.data"],
    }
    return client.post("/_dash-update-component", json=body, headers=headers)


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
        lambda store, fact_id: store.review(fact_id, Said(Verdict.REJECTED, reviewer="ada"), AT),
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


def test_an_error_is_not_kept(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = app.test_client()
    with monkeypatch.context() as broken:

        def fail(*_: object, **__: object) -> None:
            raise UnusableError("The database cannot be used: it rests.")

        broken.setattr(Store, "records_of", fail)
        assert "it rests" in lists(client).get_data(as_text=True)
    answer = lists(client).get_data(as_text=True)
    assert "it rests" not in answer and json.loads(answer)["response"]["rows"]["data"]


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
