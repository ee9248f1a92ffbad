"""The commands that put facts together, on the five source documents: what they print, write and refuse."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from making import SEEDS, Run

from analysis.agreement import AGREEMENT_COLUMNS
from analysis.comparison import COMPARISON_COLUMNS
from analysis.points import Point
from pipeline.answers import write_answers
from pipeline.output import OutputError

Command = Callable[..., Run]

TIDY = """Country,With,Direction,When,Millions
Turkey,Russia,export,2024-01,631.4
Turkey,Russia,export,2023-01,1034.9
Turkey,Russia,import,2024-01,4012
Russia,Turkey,import,2024-01,700
"""
_MAPPED = [
    part
    for ours in ("reporter=Country", "partner=With", "flow=Direction", "period=When", "value=Millions")
    for part in ("--column", ours)
]
_SAID = ["--constant", "unit=USD", "--constant", "multiplier=millions", "--constant", "product=TOTAL"]


@pytest.fixture
def loaded(run: Command) -> Command:
    """Give the command in a folder whose database holds the five source documents."""
    assert run("load", SEEDS).status == 0
    return run


def objects(done: Run) -> list[dict[str, Any]]:
    assert done.status == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def test_the_series_of_the_seeds_with_what_they_imply(loaded: Command) -> None:
    done = loaded("series", "--implied", "--format", "jsonl")
    rows = objects(done)
    assert tuple(rows[0]) == Point._fields
    implied = {(one["flow"], one["reading"]): one for one in rows if one["origin"] == "implied"}
    exports, imports = implied["export", None], implied["import", None]
    assert exports["time_period"] == imports["time_period"] == "2023-01"
    # 631 / 0.61, between 630.5 / 0.615 and 631.5 / 0.605; 4 / 0.798
    assert exports["value"] == pytest.approx(1034.43e6, rel=1e-5)
    assert exports["value_low"] == pytest.approx(1025.20e6, rel=1e-5)
    assert exports["value_high"] == pytest.approx(1043.80e6, rel=1e-5)
    assert imports["value"] == pytest.approx(5.01e9, rel=1e-3)
    readings = {
        one["value"]: one["reading"] for one in implied.values() if one["reading"] and one["unit"] == "EUR"
    }
    assert set(readings) == {48e6, 36e6}
    assert readings[36e6].endswith("3 times more, 4 times as much")
    assert "have no place in a series" in done.err


def test_the_seeds_agree_about_two_things(loaded: Command) -> None:
    rows = objects(loaded("agreement", "--format", "jsonl"))
    assert tuple(rows[0]) == AGREEMENT_COLUMNS
    assert [(one["verdict"], one["claims"], one["sources"]) for one in rows] == [
        ("agree", "18 (2 sources)", 2),
        ("agree", "second (2 sources)", 2),
    ]
    documents = {one["document_ids"] for one in rows}
    assert {name.partition("_")[0] for name in documents.pop().split()} == {"001", "004"}


def test_claims_are_held_against_a_file_that_was_added(loaded: Command, tmp_path: Path) -> None:
    (tmp_path / "ours.csv").write_text(TIDY, encoding="utf-8")
    added = loaded("official", "add", "ours.csv", "--dataset", "OURS", *_MAPPED, *_SAID)
    assert (added.status, added.out) == (0, "")
    assert "ours.csv: " in added.err
    assert "4 observations of OURS." in added.err
    assert "unchanged" in loaded("official", "add", "ours.csv", "--dataset", "OURS", *_MAPPED, *_SAID).err
    listed = loaded("official", "list")
    assert listed.out.split()[:5] == ["dataset", "vintage", "observations", "since", "until"]
    assert "OURS" in listed.out
    rows = {one["quote"]: one for one in objects(loaded("compare", "--format", "jsonl"))}
    assert tuple(rows["39%"]) == COMPARISON_COLUMNS
    assert rows["631 million US dollars"]["verdict"] == "within rounding"
    assert rows["39%"]["verdict"] == "within rounding"
    assert rows["39%"]["observed"] == pytest.approx((631.4 / 1034.9 - 1) * 100)
    assert rows["4 billion US dollars"]["verdict"] == "within rounding"
    assert rows["20.2%"]["verdict"] == "no observation: the file has no TUR-RUS January 2023 (import)"
    assert rows["26 million euros"]["verdict"] == "no verdict: it is an average"
    gone = loaded("official", "remove", "OURS")
    assert "4 observations of OURS are gone." in gone.err
    again = {one["quote"]: one["verdict"] for one in objects(loaded("compare", "--format", "jsonl"))}
    assert again["39%"] == "no observation: no official figures of TUR-RUS, all goods together, are stored"


def test_one_currency_and_the_reason_where_there_is_none(loaded: Command, tmp_path: Path) -> None:
    def converted(*options: str) -> dict[str, dict[str, Any]]:
        rows = objects(loaded("series", "--flow", "export", "--format", "jsonl", *options))
        return {one["time_period"]: one for one in rows if one["measure"] == "level"}

    euros = converted("--currency", "eur")["2024-01"]
    assert (euros["unit"], euros["stated_value"], euros["stated_unit"]) == ("EUR", 631e6, "USD")
    # The average of the 22 reference rates of January 2024 is 1.0905 dollars.
    assert euros["value"] == pytest.approx(631e6 / 1.09051, rel=1e-4)
    assert "the average of 22 days, 2024-01-02 to 2024-01-31" in euros["conversion"]
    tenge = converted("--currency", "KZT")["2024-01"]
    assert (tenge["unit"], tenge["value"]) == ("USD", 631e6)
    assert tenge["conversion"] == "not converted: there are no rates for KZT"
    (tmp_path / "own.csv").write_text("currency,period,rate,base\nKZT,2024,450,USD\n", encoding="utf-8")
    own = converted("--currency", "KZT", "--rates", "own.csv")["2024-01"]
    assert (own["unit"], own["conversion"].rpartition("(")[2]) == ("KZT", "for one USD))")


def test_averages_are_labelled(loaded: Command) -> None:
    rows = objects(loaded("series", "--per", "month", "--unit", "EUR", "--format", "jsonl"))
    averaged = next(one for one in rows if one["time_period"] == "2023-01-01/P9M")
    assert (averaged["value"], averaged["basis"]) == (16e6, "monthly average of 2023-01-01/P9M")


@pytest.mark.parametrize("command", ["series", "agreement", "compare"])
@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_every_answer_goes_to_a_file_of_every_kind(
    loaded: Command, tmp_path: Path, command: str, ending: str
) -> None:
    path = tmp_path / f"answer.{ending}"
    done = loaded(command, "--output", path)
    assert (done.status, done.out) == (0, "")
    rows = objects(loaded(command, "--format", "jsonl"))
    if ending == "jsonl":
        found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    elif ending == "csv":
        found = list(csv.DictReader(path.open(encoding="utf-8")))
    else:
        found = pd.read_parquet(path).to_dict("records")
    assert len(found) == len(rows) > 0
    assert list(found[0]) == list(rows[0])
    last = list(rows[0])[-1]
    assert str(found[0][last]).lstrip("'") == str(rows[0][last])


def test_an_answer_without_rows_has_the_types_of_one_with_them(loaded: Command, tmp_path: Path) -> None:
    for command in ("series", "agreement", "compare"):
        loaded(command, "--output", tmp_path / "some.parquet")
        loaded(command, "--search", "zzzz", "--output", tmp_path / "none.parquet")
        some, none = (pq.read_schema(tmp_path / f"{name}.parquet") for name in ("some", "none"))
        assert some.equals(none), command


def test_a_table_shows_what_tells_most(loaded: Command) -> None:
    shown = loaded("series", "--implied", "--reporter", "Turkey").out
    for words in (
        "1,034,430,000",
        "1,025,200,000",
        "implied",
        "level ÷ (1 − change)",
        "read as 3 times as much",
    ):
        assert words in " ".join(shown.split()), words
    assert "TUR export to RUS" in " ".join(shown.split())
    assert "18 (2 sources)" in loaded("agreement").out
    assert "no observation" in " ".join(loaded("compare").out.split())


def test_what_is_asked_wrongly_is_told_in_a_sentence(loaded: Command, tmp_path: Path) -> None:
    for arguments, told in [
        (("series", "--currency", "euros"), "'euros' is no currency"),
        (("series", "--per", "week"), "'week' is none of month, quarter, year"),
        (("series", "--output", "x.csv", "--format", "csv"), "give --format or --output"),
        (("series", "--output", "x.txt"), "give a file that ends in .jsonl, .json, .csv, .parquet, .xlsx"),
        (("series", "--currency", "EUR", "--rates", "none.csv"), "none.csv"),
        (("official", "add", "none.csv"), "none.csv"),
        (
            ("official", "add", "x.csv", "--column", "reporter"),
            "'reporter' is no pair; write it as NAME=VALUE",
        ),
        (("official", "remove", "NONE"), "There is no dataset 'NONE'"),
    ]:
        done = loaded(*arguments)
        assert done.status in (1, 2)
        assert told in " ".join(done.err.replace("│", " ").split()), arguments
        assert "Traceback" not in done.err


def test_where_nothing_is_found_the_reason_is_told(loaded: Command) -> None:
    assert "No stored fact passes these filters." in loaded("series", "--reporter", "Fiji").err
    assert "No two documents speak of one thing." in loaded("agreement", "--flow", "import").err
    assert "None of these facts is an amount of trade" in loaded("compare", "--flow", "aid").err
    assert "No official figures are stored yet" in loaded("official", "list").err


def test_cells_that_a_spreadsheet_would_compute_are_defused(tmp_path: Path) -> None:
    frame = pd.DataFrame({"claims": ["=1+1", None], "sources": [2, 3]})
    write_answers(frame, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text() == "claims,sources\n'=1+1,2\n,3\n"
    write_answers(frame, tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["Data"]["A2"].data_type == "s"
    with pytest.raises(OutputError, match=r"ends in \.jsonl, \.json, \.csv, \.parquet, \.xlsx"):
        write_answers(frame, tmp_path / "a.xls")
