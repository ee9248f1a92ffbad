"""Official figures in the database, on either kind: wholly or not at all, vintage beside vintage."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from builders import claim, observation, observations

from analysis.rows import facts_of
from official import Given, OfficialError, Wanted
from pipeline.official import add_official, observations_for
from schemas.frames import check_facts, facts_frame
from store import OfficialFile, Store, StoreError

FILE = OfficialFile("0" * 64, "[]", "comtrade.csv", "UN Comtrade", ("COMTRADE",), ("3 rows left out.",), 2)
AREAS, PRODUCTS = ("RUS", "TUR"), ("TOTAL",)
YEAR = date(2023, 1, 1), date(2024, 12, 31)


def add(store: Store, *frames: pd.DataFrame, file: OfficialFile = FILE) -> OfficialFile:
    added = store.official.add(file.sha256, file.asked, frames, lambda: file)
    assert added is not None
    return added[0]


def stored(store: Store) -> pd.DataFrame:
    return store.official.observations(AREAS, PRODUCTS, *YEAR)


def test_what_goes_in_comes_out(store: Store) -> None:
    rows = observations(observation(631e6), observation(1034.25e6, "2023-01", status="provisional"))
    assert not store.official.has_any()
    assert add(store, rows) == FILE
    assert store.official.has_any()
    found = stored(store)
    expected = rows.sort_values("period_start").reset_index(drop=True)
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)
    assert store.official.files() == [FILE]
    assert store.official.add(FILE.sha256, FILE.asked, [rows], lambda: FILE) is None


def test_only_what_is_asked_for_comes_out(store: Store) -> None:
    add(
        store,
        observations(
            observation(1.0),
            observation(2.0, "2022-01"),
            observation(3.0, partner="DEU", series_key="de"),
            observation(4.0, product="1001", series_key="wheat"),
            observation(5.0, partner=None, series_key="rest"),
        ),
    )
    assert stored(store)["value"].tolist() == [1.0]
    wheat = store.official.observations(AREAS, ("1001",), *YEAR)
    assert wheat["value"].tolist() == [4.0]


def test_vintages_stand_beside_each_other(store: Store) -> None:
    add(store, observations(observation(631e6, vintage=date(2024, 2, 15))))
    add(store, observations(observation(640e6)), file=replace(FILE, sha256="1" * 64))
    assert stored(store)["value"].tolist() == [631e6, 640e6]
    # Another series of a vintage that is there.
    add(store, observations(observation(5.0, series_key="other")), file=replace(FILE, sha256="2" * 64))
    store.official.remove("COMTRADE")
    add(store, observations(observation(631e6, vintage=date(2024, 2, 15))))
    add(store, observations(observation(640e6)), file=replace(FILE, sha256="1" * 64))
    told = store.official.datasets().to_dict("records")
    assert [(one["dataset"], one["vintage"], one["observations"]) for one in told] == [
        ("COMTRADE", date(2024, 2, 15), 1),
        ("COMTRADE", date(2024, 12, 1), 1),
    ]
    assert store.official.remove("COMTRADE", date(2024, 2, 15)) == 1
    assert stored(store)["value"].tolist() == [640e6]
    # What is gone in part may be added again.
    assert store.official.files() == []
    assert store.official.remove("COMTRADE") == 1
    assert store.official.remove("COMTRADE") == 0


def test_what_is_there_is_passed_over_and_what_contradicts_it_is_refused(store: Store) -> None:
    add(store, observations(observation(631e6)))
    both = observations(observation(631e6), observation(700e6, "2024-02"))
    add(store, both, file=replace(FILE, sha256="1" * 64))
    assert stored(store)["value"].tolist() == [631e6, 700e6]
    other = observations(observation(632e6), observation(1.0, "2024-03"))
    with pytest.raises(StoreError, match=r"has 631,000,000 \(reported\) for COMTRADE M\.TUR\.RUS"):
        add(store, other, file=replace(FILE, sha256="2" * 64))
    assert stored(store)["value"].tolist() == [631e6, 700e6]
    firmer = observations(observation(631e6, status="provisional"))
    with pytest.raises(StoreError, match=r"and this file 631,000,000 \(provisional\)"):
        add(store, firmer, file=replace(FILE, sha256="3" * 64))


def test_a_file_that_breaks_off_leaves_nothing(store: Store) -> None:
    def breaking() -> Iterator[pd.DataFrame]:
        yield observations(observation(631e6))
        raise OfficialError("comtrade.csv", "it is cut off")

    with pytest.raises(OfficialError):
        store.official.add(FILE.sha256, FILE.asked, breaking(), lambda: FILE)
    assert not store.official.has_any()
    assert store.official.files() == []


TIDY = "reporter,partner,flow,period,value,unit\nTUR,RUS,export,2024-01,631000000,USD\n"


def test_a_file_is_added_once_and_the_same_with_other_wishes_again(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(TIDY, encoding="utf-8")
    given = Given(dataset="OURS", vintage=date(2024, 12, 1), constants={"product": "TOTAL"})
    counted: list[int] = []
    added = add_official(path, store, given, progress=counted.append)
    assert added is not None
    assert (added[0].observations, added[0].datasets, added[1], counted) == (1, ("OURS",), 1, [1])
    assert add_official(path, store, given) is None
    again = add_official(path, store, given, Wanted(reporters=("TUR",)))
    assert again is not None
    assert (again[0].observations, again[1]) == (1, 0)
    assert stored(store)["value"].tolist() == [631e6]
    with pytest.raises(OfficialError):
        add_official(path, store, given, Wanted(reporters=("DEU",)))


def test_claims_find_their_observations(store: Store) -> None:
    add(store, observations(observation(631e6), observation(5.0, "2020-01")))
    facts = check_facts(facts_frame([claim("$631m", 631e6)]))
    assert observations_for(facts_of(facts), store)["value"].tolist() == [631e6]
    assert observations_for([], store).empty
