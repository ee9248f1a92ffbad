"""What is recognised before it is saved: shown, corrected, read again, and kept as a person left it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import real_files as made
from test_command import Command
from test_formats import ARTICLE

from documents import Refusal
from pipeline.drafts import CorrectionError, Draft, corrected, described, drafts_of_file, pieces
from pipeline.loading import load
from schemas.vocabulary import PublishedBy, Section
from store import Saved, Store

PDF = made.as_pdf(ARTICLE)


def drafted(name: str = "brief.pdf", data: bytes = PDF) -> Draft:
    (draft,) = drafts_of_file(name, data)
    assert isinstance(draft, Draft)
    return draft


def test_what_is_recognised_is_told() -> None:
    told = described(drafted("page.html", made.as_html(ARTICLE)))
    assert (told["id"], told["title"], told["publisher"]) == ("page", ARTICLE.title, "The Daily Ledger")
    assert (told["author"], told["published"], told["url"]) == ("Jane Doe", "2024-03-05", ARTICLE.url)
    assert told["sections"][0] == {"section": "headline", "start": 0, "end": 43, "begins": ARTICLE.title}
    fact = told["facts"][1]
    assert fact["quote"] == "33%"
    assert fact["says"] == "33 percent, relative_change, export, TUR, RUS, 2024-01-01 to 2024-01-31"
    assert json.loads(json.dumps(told)) == told


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", made.as_scan(), "without text"),
        ("sheet.xlsx", b"x", "files that end in .xlsx are not read"),
        ("a.txt", b"", "it is empty"),
    ],
)
def test_what_cannot_be_read_is_told(name: str, data: bytes, reason: str) -> None:
    (refused,) = drafts_of_file(name, data)
    assert isinstance(refused, Refusal)
    assert (refused.name, reason in refused.reason) == (name, True)


def test_a_draft_that_is_told_as_it_is_stays_as_it_is() -> None:
    draft = drafted()
    assert corrected(draft, described(draft)) == draft


def test_another_day_gives_other_periods_and_no_note_of_the_old_one() -> None:
    draft = corrected(drafted(), {"published": "2023-06-10"})
    document = draft.reading.document
    assert (document.published, document.published_by) == (date(2023, 6, 10), PublishedBy.GIVEN)
    assert document.notes == ()
    periods = {fact.quote: fact.period_start for fact in draft.reading.facts}
    assert (periods["33%"], periods["$3.6 billion"]) == (date(2023, 1, 1), date(2023, 5, 1))
    unknown = corrected(draft, {"published": None}).reading
    assert {fact.quote: fact.period_start for fact in unknown.facts}["$3.6 billion"] is None


def test_another_section_gives_its_facts_another_weight() -> None:
    draft = drafted()
    told = described(draft)
    (second,) = [one for one in told["sections"] if one["begins"].startswith("Imports from Russia")]
    second["section"] = "boilerplate"
    weights = {fact.quote: fact.salience for fact in corrected(draft, told).reading.facts}
    assert (weights["$3.6 billion"], weights["33%"]) == ("low", "high")


def test_facts_that_are_taken_away_are_left_out_also_when_it_is_read_again() -> None:
    told = described(drafted())
    told["facts"] = [fact for fact in told["facts"] if fact["quote"] != "18"]
    draft = corrected(drafted(), {**told, "published": "2023-06-10"})
    assert "18" in {fact.quote for fact in draft.reading.facts}
    assert "18" not in {fact.quote for fact in draft.kept().facts}
    assert len(draft.kept().facts) == len(told["facts"])


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"published": "5 March"}, "is no date like 2024-02-29"),
        ({"title": 5}, '"title" is 5, which is no text'),
        ({"sections": [{"section": "title", "start": 0, "end": 5}]}, "'title' is no section; it is one of"),
        ({"sections": [{"section": "body", "start": 3, "end": 5}]}, "leave a gap, or overlap, at 3"),
        ({"sections": [{"section": "body", "start": 0, "end": 5}]}, "its sections end at 5"),
        ({"sections": [{"section": "body", "start": 0, "end": 10**9}]}, "is no place in its text"),
        ({"sections": "all"}, "lists of JSON objects"),
        ({"facts": [{"start": True}]}, "is no place in its text"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(told: dict[str, Any], reason: str) -> None:
    with pytest.raises(CorrectionError, match=reason):
        corrected(drafted(), told)


def test_pieces_cover_the_text_and_the_lines_at_both_ends_stand_alone() -> None:
    text = "\n\n".join(f"Paragraph {number} says that exports rose." for number in range(20))
    document = drafted("a.txt", text.encode()).reading.document
    cut = pieces(document)
    assert "".join(text[start:end] for start, end, _ in cut) == text
    assert [text[start:end].count("Paragraph") for start, end, _ in cut] == [1, 1, 1, 14, 1, 1, 1]
    assert {section for _, _, section in cut} == {Section.BODY}


def test_what_was_corrected_stays_so_when_the_file_is_loaded_again(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "brief.pdf"
    path.write_bytes(PDF)
    told = {**described(drafted()), "title": "Exports", "published": "2023-06-10"}
    told["facts"] = told["facts"][:3]
    assert load([path], store, corrections={"brief": told}).outcomes == {Saved.STORED: 1}
    before = store.facts()
    assert len(before) == 3
    assert load([path], store).outcomes == {Saved.UNCHANGED: 1}
    assert store.facts().equals(before)
    document = store.document("brief")
    assert document is not None
    assert (document.title, document.published) == ("Exports", date(2023, 6, 10))
    again = load([path], store, corrections={"brief": {"title": "Exports of Turkey"}})
    assert again.outcomes == {Saved.REREAD: 1}


def test_the_command_shows_writes_and_takes_drafts(run: Command, tmp_path: Path) -> None:
    path, drafts = tmp_path / "brief.pdf", tmp_path / "drafts.jsonl"
    path.write_bytes(PDF)
    shown = run("load", str(path), "--preview")
    assert shown.status == 0
    assert "headline    Turkish exports to Russia fall by a third" in shown.out
    assert "33% · 33 percent, relative_change, export, TUR, RUS" in shown.out
    assert run("load", str(path), "--drafts", str(drafts)).status == 0
    assert run("facts").status == 1  # nothing was stored, and no database was made
    told = json.loads(drafts.read_text(encoding="utf-8"))
    drafts.write_text(json.dumps({**told, "publisher": "The Ministry", "facts": told["facts"][:2]}))
    assert run("load", str(path), "--corrected", str(drafts)).err.endswith(": 1 stored; 2 facts.\n")
    assert run("facts", "--format", "csv").out.count("\n") == 3


@pytest.mark.parametrize(
    ("options", "lines", "told"),
    [
        (
            ["--corrected"],
            '{"id": "other"}',
            "other: corrections are given for this id, which no document has",
        ),
        (["--corrected"], "{", "line 1: it is no JSON object with an id"),
        (["--corrected"], '{"id": "brief", "published": "soon"}', "is no date like"),
        (["--preview", "--corrected"], "{}", "store nothing"),
    ],
)
def test_corrections_that_are_none_are_told_of(
    run: Command, tmp_path: Path, options: list[str], lines: str, told: str
) -> None:
    (tmp_path / "brief.pdf").write_bytes(PDF)
    (tmp_path / "drafts.jsonl").write_text(lines)
    done = run("load", str(tmp_path / "brief.pdf"), *options, str(tmp_path / "drafts.jsonl"))
    assert done.status in (1, 2)
    assert told in done.err


def test_a_correction_for_an_unknown_id_keeps_no_other_from_being_stored(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "brief.pdf").write_bytes(PDF)
    report = load([tmp_path], store, corrections={"brief": {"title": "Exports"}, "other": {"title": "x"}})
    assert (report.outcomes, [one.name for one in report.refused]) == ({Saved.STORED: 1}, ["other"])
