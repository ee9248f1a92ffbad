"""The address is the state: what is written there is read back, and anything else is no error."""

import re
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dashboard
from dashboard.address import ORDERS, TABLE, THEMES, View, read
from dashboard.app import create_app
from figures.catalogue import CATALOGUE
from schemas.filters import Filters
from schemas.vocabulary import CLOSED_COLUMNS, ReviewState
from store import Store, terms


def _some(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=3, unique=True).map(tuple)


@given(
    st.builds(
        View,
        st.builds(
            Filters,
            reporter=_some(st.sampled_from(["TUR", "RUS", "USA", "EUU"])),
            flow=_some(st.sampled_from(list(CLOSED_COLUMNS["flow"])).map(str)),
            document=_some(st.text(min_size=1, max_size=5)),
            since=st.none() | st.dates(),
            # What has neither letters nor digits is no search.
            search=st.none() | st.text(min_size=1, max_size=20).filter(terms),
            min_confidence=st.none() | st.floats(0, 1),
            publisher=_some(st.text(min_size=1, max_size=5)),
            product=_some(st.sampled_from(["1001", "CHPL"])),
            review=_some(st.sampled_from(ReviewState)),
            copies=st.booleans(),
        ),
        figure=st.none() | st.sampled_from([*CATALOGUE, TABLE]),
        implied=st.booleans(),
        official=st.booleans(),
        low_salience=st.booleans(),
        currency=st.none() | st.sampled_from(["USD", "EUR", "TRY"]),
        logarithmic=st.booleans(),
        order=st.none() | st.sampled_from([*ORDERS, *(f"-{one}" for one in ORDERS)]),
        page=st.integers(1, 10**9 - 1),
        theme=st.none() | st.sampled_from(THEMES),
    )
)
def test_a_view_survives_its_address(view: View) -> None:
    assert read(view.query()) == view


@given(st.text(max_size=80))
def test_no_address_is_an_error(query: str) -> None:
    read(query)


def test_what_cannot_be_understood_is_left_out_and_named() -> None:
    view = read(
        "?flow=bogus&flow=export&figure=pie&since=yesterday&unit=no-such&reporter=Turkey&min_confidence=2"
        "&currency=shells"
    )
    assert view.filters == Filters(flow=("export",))
    assert view.ignored == (
        "reporter=Turkey",
        "flow=bogus",
        "unit=no-such",
        "since=yesterday",
        "min_confidence=2",
        "figure=pie",
        "currency=shells",
    )
    assert view.currency is None
    assert read("?currency=eur").options.currency == "EUR"
    assert read("?reporter=KAZ&document=none").ignored == ()


def test_a_value_is_added_and_taken_away() -> None:
    view = read("?reporter=TUR&since=2023-01-01")
    assert view.filters.since == date(2023, 1, 1)
    both = view.toggled("reporter", "RUS")
    assert both.filters.reporter == ("TUR", "RUS")
    assert both.toggled("reporter", "TUR").filters.reporter == ("RUS",)
    assert both.without("since").filters.since is None


def test_low_salience_is_left_out_until_it_is_switched_on() -> None:
    assert read("").asked.salience == ("high",)
    assert read("?low=1").asked.salience == ()


def test_the_pages_take_every_filter_along() -> None:
    script = (Path(dashboard.__file__).parent / "assets" / "address.js").read_text(encoding="utf-8")
    listed = re.search(r"const FILTERS = new Set\(\[(.*?)\]\)", script, re.DOTALL)
    assert listed
    filters = {one.name for one in fields(Filters)}
    assert set(re.findall(r"\w+", listed[1])) == filters | {"low", "currency"}


def test_an_application_is_set_up_before_many_ask_at_once(file_store: Store) -> None:
    # Dash would set itself up at the first request, and refuse the scripts that are asked for meanwhile.
    assert "dash_mantine_components" in create_app(file_store).registered_paths


def test_the_web_server_opens_the_database_when_it_is_first_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard import wsgi

    path = tmp_path / "facts.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    assert not path.exists()
    answer = wsgi.server.test_client().get("/healthz")
    assert (answer.status_code, path.exists()) == (200, True)
