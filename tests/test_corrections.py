"""What a person says of a fact, in words: checked against the contract, stored whole or not at all."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from builders import TRADE, trade_facts
from hypothesis import given, settings
from hypothesis import strategies as st
from test_command import Command

from pipeline.beside import BESIDE
from pipeline.reviewing import (
    CorrectionError,
    accept,
    correct,
    known,
    reject,
    text_of,
    undo,
    withdraw,
)
from schemas.filters import Filters
from schemas.frames import check_facts
from schemas.records import Fact, Reading
from schemas.vocabulary import CLOSED_COLUMNS, Verdict
from store import CORRECTABLE, By, Store, StoreError

AT = datetime(2024, 5, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(minutes=1)
BY, BY_LATER = By(AT, None), By(LATER, None)
PERIOD = "A period has a first and a last day, in this order."
DIRECTION = "A change has a direction, and only changes and ratios have one."
NOTHING = "Nothing differs from what was read. Accept it, or change a field."
COUNTRY = "“Narnia” is no country; give its name (Turkey) or its code (TUR)."
STATUS = "“sure” is none of reported, provisional, estimate, forecast, target."


@pytest.fixture
def fact(file_store: Store) -> Fact:
    """Give a stored fact: exports of 631 million US dollars."""
    facts = tuple(trade_facts())
    file_store.save(Reading(TRADE, facts), "1")
    return facts[1]


def said(store: Store, fact: Fact) -> tuple[Verdict | None, Fact, Fact]:
    found = known(store, fact.fact_id)
    assert found is not None
    return found.verdict, found.fact, found.machine


def test_each_verdict_is_stored_with_its_time_and_note(file_store: Store, fact: Fact) -> None:
    accept(file_store, fact.fact_id, BY, " well  said\x00\n")
    assert said(file_store, fact) == (Verdict.ACCEPTED, fact, fact)
    reject(file_store, fact.fact_id, BY_LATER, "   ")
    assert said(file_store, fact)[0] is Verdict.REJECTED
    withdraw(file_store, fact.fact_id, BY_LATER)
    assert said(file_store, fact) == (None, fact, fact)
    found = known(file_store, fact.fact_id)
    assert found is not None
    assert [(one.note, one.reviewed_at) for one in found.reviews] == [
        (None, LATER),
        (None, LATER),
        ("well  said", AT),
    ]
    with pytest.raises(StoreError, match="read anew"):
        accept(file_store, "nothing", BY)
    assert known(file_store, "nothing") is None


def test_a_correction_says_in_words_what_a_fact_says(file_store: Store, fact: Fact) -> None:
    told = {
        "value": "631.5e6", "value_high": "640,000,000", "unit": "usd", "reporter": "türkiye",
        "partner": "kaz", "indicator": "  tea\texports ", "period_start": "2024-02-01",
        "period_end": "2024-02-29", "status": "reported", "baseline_value": "−5",
    }  # fmt: skip
    corrected = correct(file_store, fact.fact_id, told, BY, "by the table")
    changed = {
        "value": 631.5e6, "value_high": 640e6, "partner": "KAZ", "indicator": "tea exports",
        "period_start": date(2024, 2, 1), "period_end": date(2024, 2, 29), "status": "reported",
        "baseline_value": -5.0,
    }  # fmt: skip
    assert corrected == fact._replace(**changed)
    assert said(file_store, fact) == (Verdict.CORRECTED, corrected, fact)
    # What is as it was read is no correction.
    assert set(file_store.reviews(fact.fact_id)[0].corrected) == set(changed)
    assert len(check_facts(file_store.facts())) == len(trade_facts())


@pytest.mark.parametrize(
    ("told", "column", "reason"),
    [
        ({"value": "much"}, "value", "“much” is no number; write it as 631,000,000 or 631e6."),
        ({"value": "1,23"}, "value", "“1,23” is no number; write it as 631,000,000 or 631e6."),
        ({"value": ""}, "value", "Value is missing where a value is needed."),
        ({"value": "nan"}, "value", "Value is missing where a value is needed."),
        ({"value": "1e400"}, "value", "Value is not finite."),
        ({"value_high": "5"}, "value_high", "The upper end of a range is not below its lower end."),
        ({"unit": "zork"}, "unit", "“zork” is no unit; give one such as USD, percent, tonne or USD/barrel."),
        ({"unit": " "}, "unit", "Unit is missing where a value is needed."),
        ({"reporter": "Narnia"}, "reporter", COUNTRY),
        ({"period_end": "soon"}, "period_end", "“soon” is no day; write it as 2024-02-29."),
        ({"period_end": ""}, "period_end", PERIOD),
        ({"period_end": "2023-01-01"}, "period_end", PERIOD),
        ({"baseline_period_start": "2023-01-01"}, "baseline_period_end", PERIOD),
        ({"measure": "change"}, "direction", DIRECTION),
        ({"direction": "increase"}, "direction", DIRECTION),
        ({"balance": "deficit"}, "balance", "Only a flow that is a balance has a surplus or a deficit."),
        ({"status": "sure"}, "status", STATUS),
        ({"indicator": "x" * 201}, "indicator", "Write it in at most 200 letters."),
        ({}, "", NOTHING),
        ({"value": "631,000,000", "reporter": "turkey"}, "", NOTHING),
        ({"start": "5", "quote": "x"}, "", NOTHING),
    ],
)  # fmt: skip
def test_what_no_fact_can_say_is_refused_in_words(
    file_store: Store, fact: Fact, told: dict[str, str], column: str, reason: str
) -> None:
    with pytest.raises(CorrectionError) as refused:
        correct(file_store, fact.fact_id, told, BY)
    assert refused.value.reasons == {column: reason}
    assert said(file_store, fact) == (None, fact, fact)
    assert file_store.reviews(fact.fact_id) == []


def test_every_reason_is_told_at_once(file_store: Store, fact: Fact) -> None:
    with pytest.raises(CorrectionError) as refused:
        correct(file_store, fact.fact_id, {"value": "x", "partner": "y", "period_start": "z"}, BY)
    assert set(refused.value.reasons) == {"value", "partner", "period_start"}
    with pytest.raises(CorrectionError, match="no longer stored"):
        correct(file_store, "nothing", {"value": "1"}, BY)


def test_the_texts_of_a_form_that_nobody_changed_say_what_was_read(file_store: Store, fact: Fact) -> None:
    for one in trade_facts():
        told = {name: text_of(getattr(one, name)) for name in CORRECTABLE}
        with pytest.raises(CorrectionError, match="Nothing differs"):
            correct(file_store, one.fact_id, told, BY)


@settings(max_examples=200, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_shown_as_it_is_read(value: float) -> None:
    from pipeline.reviewing import _number

    assert _number(text_of(value)) == value


def test_the_last_word_is_taken_back_and_the_one_before_stands(file_store: Store, fact: Fact) -> None:
    correct(file_store, fact.fact_id, {"value": "5", "period_start": "2024-01-02"}, BY, "first")
    corrected = said(file_store, fact)
    accept(file_store, fact.fact_id, BY_LATER)
    undo(file_store, fact.fact_id, BY_LATER)
    assert said(file_store, fact) == corrected
    found = known(file_store, fact.fact_id)
    assert found is not None and found.reviews[0].note == "first"
    for _ in range(2):
        withdraw(file_store, fact.fact_id, BY_LATER)
    undo(file_store, fact.fact_id, BY_LATER)
    assert said(file_store, fact) == (None, fact, fact)


def test_a_second_correction_begins_with_what_was_read(file_store: Store, fact: Fact) -> None:
    correct(file_store, fact.fact_id, {"value": "5"}, BY)
    correct(file_store, fact.fact_id, {"value": "5", "partner": "KAZ"}, BY_LATER)
    assert said(file_store, fact) == (Verdict.CORRECTED, fact._replace(value=5.0, partner="KAZ"), fact)
    with pytest.raises(CorrectionError, match="Nothing differs"):
        correct(file_store, fact.fact_id, {"value": "631000000", "partner": "RUS"}, BY_LATER)


def test_whatever_is_chosen_from_lists_a_correction_keeps_the_contract(file_store: Store, fact: Fact) -> None:
    lists = {name: CLOSED_COLUMNS[name] for name in CORRECTABLE if name in CLOSED_COLUMNS}
    refused = set()
    for name, words in lists.items():
        for word in words:
            try:
                correct(file_store, fact.fact_id, {name: str(word)}, BY)
            except CorrectionError as error:
                refused |= error.reasons.keys()
    assert refused == {"", "direction", "balance"}
    assert len(check_facts(file_store.facts())) == len(trade_facts())


def test_the_command_tells_of_accepted_facts_alone_and_the_picture_says_so(run: Command) -> None:
    database = "facts.db"
    with Store(database) as store:
        store.prepare()
        facts = tuple(trade_facts())
        store.save(Reading(TRADE, facts), "1")
        accept(store, facts[1].fact_id, BY)
        correct(store, facts[3].fact_id, {"value": "4.1e9"}, BY)
        reject(store, facts[0].fact_id, BY)
    every = run("facts", "--database", database, "--format", "csv").out
    assert every.count("\n") == len(facts)
    told = run("facts", "--database", database, "--format", "csv", "--review", "accepted").out
    assert "631 million" in told and told.count("\n") == 2
    assert run("facts", "--database", database, "--review", "sure").status == 2
    only = "Only facts that a person accepted or corrected."
    both = ("--review", "accepted", "--review", "corrected", "--database", database)
    made = run("export", "values-over-time", "--output", "a.svg", "--beside", "citation.txt",
               "--beside", "alt.txt", "--beside", "xlsx", "--note", "Mine.", *both)  # fmt: skip
    assert made.status == 0, made.err
    from openpyxl import load_workbook

    from figures.pictures.carrying import record_in

    assert "Only facts that a person" in Path("a.svg").read_text()
    record = record_in(Path("a.svg").read_bytes())
    assert record is not None
    assert only in record.described
    assert "review=accepted&review=corrected" in record.query
    assert {fact["quote"] for fact in record.facts} == {"631 million US dollars", "4 billion US dollars"}
    assert only in Path("a.alt.txt").read_text()
    assert only in Path("a.citation.txt").read_text()
    sheet = load_workbook("a.xlsx")["Sources"]
    assert only in [cell.value for row in sheet.iter_rows() for cell in row]


def store_with_one_accepted() -> None:
    Path("var").mkdir()
    with Store("var/tradefacts.db") as store:
        store.prepare()
        store.save(Reading(TRADE, tuple(trade_facts())), "1")
        accept(store, trade_facts()[1].fact_id, BY)


def test_every_format_of_data_tells_which_facts_alone_it_has(run: Command) -> None:
    chosen, said = {"accepted": ("--review", "accepted", "--review", "corrected"), "all": ()}, {}
    store_with_one_accepted()
    kinds = [part for kind in BESIDE for part in ("--beside", kind)]
    for name, review in chosen.items():
        made = run("export", "values-over-time", "--output", f"{name}.svg", *kinds, *review)
        assert made.status == 0, made.err
        told = {
            "csv": set(pd.read_csv(f"{name}.csv")["restriction"].dropna()),
            "json": {row["restriction"] for row in json.loads(Path(f"{name}.json").read_text())} - {None},
            "parquet": set(pd.read_parquet(f"{name}.parquet")["restriction"].dropna()),
            "xlsx": set(pd.read_excel(f"{name}.xlsx")["restriction"].dropna()),
            "sdmx.csv": set(pd.read_csv(f"{name}.sdmx.csv")["COMMENT_DSET"].dropna()),
        }
        assert set(told) == set(BESIDE)
        said[name] = told
    only = "Only facts that a person accepted or corrected."
    assert said["accepted"] == {kind: {only} for kind in BESIDE}
    assert said["all"] == {kind: set() for kind in BESIDE}


def test_files_of_facts_that_are_chosen_by_review_say_so_where_they_can(run: Command) -> None:
    store_with_one_accepted()
    only = "Only facts that are unreviewed or accepted."
    done = run("facts", "--review", "accepted", "--review", "unreviewed", "--output", "a.parquet")
    assert only in done.err
    assert pq.read_schema("a.parquet").metadata[b"tradefacts.restriction"].decode() == only
    assert "Only" not in run("facts", "--output", "b.parquet").err
    assert b"tradefacts.restriction" not in (pq.read_schema("b.parquet").metadata or {})


def test_what_is_rejected_is_nowhere_but_where_it_is_asked_for(file_store: Store, fact: Fact) -> None:
    reject(file_store, fact.fact_id, BY)
    assert fact.fact_id not in set(file_store.facts()["fact_id"])
    assert list(file_store.facts(Filters(review=("rejected",)))["fact_id"]) == [fact.fact_id]
