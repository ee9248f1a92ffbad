"""Who sends what to whom: one value a link, one period, one unit, and what is left out."""

from datetime import date
from typing import Any

import pytest
from builders import fact_in

from analysis.flows import Flows, Why, flows, of_one_kind
from schemas.periods import days_of
from schemas.records import Document, Fact

OLD, NEW = date(2024, 1, 1), date(2024, 6, 1)
PUBLISHED = {"old": OLD, "new": NEW, "undated": None}
_SAYS: dict[str, Any] = {"flow": "export", "reporter": "TUR", "partner": "RUS", "unit": "USD"}


def told(value: float, when: str | None = "2023", document: str = "new", **more: Any) -> Fact:
    """Return a fact about a flow, Turkey's exports to Russia unless said otherwise."""
    quote = f"{value:g}"
    says = _SAYS | {"value": float(value), "period": days_of(when) if when else (None, None)} | more
    fact = fact_in(Document(document, quote), quote, **says)
    # Two facts of a test that say the same are two all the same.
    return fact._replace(fact_id=f"{fact.fact_id}-{document}-{quote}-{more.get('partner', '')}")


def found(*facts: Fact, currency: str | None = None) -> Flows:
    return flows(facts, PUBLISHED, currency)


def ends(of: Flows) -> list[tuple[str, str, float]]:
    return [(one.sender, one.receiver, one.fact.value) for one in of.links]


def out(of: Flows) -> dict[Why, list[float]]:
    return {why: [one.value for one in facts] for why, facts in of.left.items()}


@pytest.mark.parametrize(
    ("flow", "expected"),
    [
        ("export", ("trade", "TUR", "RUS")),
        ("import", ("trade", "RUS", "TUR")),
        ("aid", ("aid", "TUR", "RUS")),
        ("investment", ("investment", "TUR", "RUS")),
    ],
)
def test_a_link_runs_from_who_sends_to_who_receives(flow: str, expected: tuple[str, str, str]) -> None:
    (link,) = found(told(5, flow=flow)).links
    assert link.between == expected


@pytest.mark.parametrize(
    "says",
    [
        {"flow": "balance"},
        {"flow": "total_trade"},
        {"flow": None},
        {"partner": None},
        {"reporter": None},
        {"measure": "change", "direction": "increase"},
        {"measure": "share", "unit": "percent"},
        {"unit": "count", "counted": "lorries"},
        {"role": "superseded"},
        {"role": "conversion"},
        {"statistic": "average"},
    ],
)
def test_what_is_no_amount_between_two_countries_is_no_link(says: dict[str, Any]) -> None:
    assert found(told(5, **says)) == Flows()


def test_an_earlier_value_counts_only_where_its_time_is_known() -> None:
    assert ends(found(told(5, role="baseline"))) == [("TUR", "RUS", 5)]
    assert found(told(5, None, role="baseline")).links == ()


def test_the_period_that_most_links_have_is_shown_and_the_others_are_told() -> None:
    some = found(told(5, "2022"), told(6, "2022", partner="IRN"), told(7, "2023"))
    assert some.period == days_of("2022")
    assert ends(some) == [("TUR", "IRN", 6), ("TUR", "RUS", 5)]
    assert out(some) == {Why.PERIOD: [7]}


def test_of_two_periods_with_as_many_links_the_latest_is_shown() -> None:
    assert ends(found(told(5, "2022"), told(7, "2023"))) == [("TUR", "RUS", 7)]


def test_a_link_that_is_told_ten_times_counts_once_for_its_period() -> None:
    often = [told(number, "2022") for number in range(1, 11)]
    assert found(*often, told(5), told(6, partner="IRN")).period == days_of("2023")


def test_without_a_period_only_links_of_one_document_stand_beside_each_other() -> None:
    some = found(told(5, None), told(6, None, partner="IRN"), told(7, None, "old", partner="USA"))
    assert some.period is None
    assert ends(some) == [("TUR", "IRN", 6), ("TUR", "RUS", 5)]
    assert out(some) == {Why.UNDATED: [7]}
    assert out(found(told(5, None), told(6))) == {Why.UNDATED: [5]}


def test_of_several_figures_the_newest_documents_is_taken() -> None:
    some = found(told(5, document="undated"), told(6, document="old"), told(7, document="new"))
    assert ends(some) == [("TUR", "RUS", 7)]
    assert out(some) == {Why.AGAIN: [5, 6]}


def test_the_same_value_told_again_is_not_worth_a_word() -> None:
    assert found(told(5, document="old"), told(5, document="new")).left == {}


def test_the_senders_own_figure_goes_before_the_receivers_however_old() -> None:
    mirror = told(9, flow="import", reporter="RUS", partner="TUR")
    some = found(mirror, told(5, document="old"))
    assert ends(some) == [("TUR", "RUS", 5)]
    assert out(some) == {Why.SIDE: [9]}


def test_what_was_reported_goes_before_what_was_expected() -> None:
    assert ends(found(told(9, status="forecast"), told(5, document="old"))) == [("TUR", "RUS", 5)]
    assert ends(found(told(9, status="forecast"))) == [("TUR", "RUS", 9)]


def test_a_headlines_round_figure_gives_way_to_the_body() -> None:
    assert ends(found(told(5, section="headline"), told(4.96))) == [("TUR", "RUS", 4.96)]


def test_the_parts_of_a_link_are_left_out_beside_its_whole() -> None:
    oil = told(2, indicator="oil exports")
    assert out(found(oil, told(5, indicator="total exports"))) == {Why.PART: [2]}
    grain = told(3, indicator="wheat exports")
    assert [one.part for one in found(oil, grain).links] == ["1001", "oil"]


def test_money_goes_before_tonnes_and_without_money_the_commonest_unit_is_shown() -> None:
    tonnes = [told(8, unit="tonne"), told(9, unit="tonne", partner="IRN")]
    some = found(*tonnes, told(5))
    assert (some.unit, out(some)) == ("USD", {Why.UNIT: [8, 9]})
    assert found(*tonnes, told(4, unit="barrel/day")).unit == "tonne"


def test_links_in_two_currencies_are_refused_unless_one_has_them_all_or_is_asked_for() -> None:
    both = [told(5), told(6, unit="EUR", partner="IRN")]
    refused = found(*both)
    assert (refused.links, refused.currencies) == ((), ("EUR", "USD"))
    assert ends(found(*both, currency="EUR")) == [("TUR", "IRN", 6)]
    whole = found(*both, told(7, partner="IRN"))
    assert ends(whole) == [("TUR", "IRN", 7), ("TUR", "RUS", 5)]
    assert out(whole) == {Why.UNIT: [6]}


@pytest.mark.parametrize(
    ("group", "member"),
    [
        ({"partner": "WLD"}, {"partner": "IRN"}),
        ({"partner": "EUU"}, {"partner": "DEU"}),
        ({"partner": "EMU"}, {"partner": "DEU"}),
        ({"partner": "EUU"}, {"partner": "EMU"}),
        ({"reporter": "EUU"}, {"reporter": "FRA"}),
        ({"reporter": "EUU", "partner": "WLD"}, {"reporter": "FRA", "partner": "CHN"}),
    ],
)
def test_what_holds_another_link_is_left_out(group: dict[str, Any], member: dict[str, Any]) -> None:
    some = found(told(9, **group), told(5, **member))
    assert [value for *_, value in ends(some)] == [5]
    assert out(some) == {Why.GROUP: [9]}


def test_a_group_stays_where_nothing_else_is_in_it() -> None:
    assert len(found(told(9, partner="EUU"), told(5, partner="GBR")).links) == 2
    assert len(found(told(9, partner="EUU"), told(5, partner="GBR"), told(1, partner="CHE")).links) == 3
    assert len(found(told(9, "2019", partner="EUU"), told(5, "2019", partner="GBR")).links) == 1
    # Aid to a member is no part of the trade with all.
    assert len(found(told(9, partner="EUU"), told(5, partner="DEU", flow="aid")).links) == 2


def test_the_world_and_oneself_are_ends_like_others() -> None:
    assert ends(found(told(5, partner="WLD"))) == [("TUR", "WLD", 5)]
    assert ends(found(told(5, partner="TUR"))) == [("TUR", "TUR", 5)]


def test_zero_is_no_link_and_is_told() -> None:
    assert out(found(told(0), told(5, partner="IRN"))) == {Why.NOTHING: [0]}


def test_links_come_in_the_order_of_their_values_whatever_order_they_were_told_in() -> None:
    some = [told(value, partner=code) for value, code in ((5, "IRN"), (7, "USA"), (6, "DEU"))]
    assert found(*some) == found(*some[::-1])
    assert [value for *_, value in ends(found(*some))] == [7, 6, 5]


def test_one_kind_is_the_kind_of_most_links() -> None:
    aid = [told(50 + number, flow="aid", partner=code) for number, code in enumerate(("UKR", "EGY"))]
    own, others = of_one_kind(found(told(5), told(6, partner="IRN"), told(7, partner="USA"), *aid).links)
    assert {one.kind for one in own} == {"trade"}
    assert {one.kind for one in others} == {"aid"}
    assert of_one_kind([]) == ([], [])
