"""What documents say of one thing: every verdict and every reason, by cases computed by hand."""

from datetime import date
from typing import Any

import pandas as pd
import pytest
from builders import fact_in, frames

from analysis.agreement import AGREEMENT_COLUMNS, Group, agreement, groups
from analysis.rates import RATE_COLUMNS, Rates
from schemas.periods import days_of
from schemas.records import Document, Fact

EUROS = Rates(
    pd.DataFrame(
        [
            ("USD", date(2023, 1, 1), date(2023, 6, 30), 1.05, "by hand"),
            ("USD", date(2023, 7, 1), date(2023, 9, 30), 1.12, "by hand"),
        ],
        columns=list(RATE_COLUMNS),
    )
)
_ABOUT: dict[str, Any] = {"flow": "export", "reporter": "TUR", "partner": "RUS", "unit": "USD"}


def says(name: str, text: str, quote: str, value: float, when: str | None = "2023", **more: Any) -> Fact:
    """Return what one document says of exports from Turkey to Russia."""
    period = days_of(when) if when else (None, None)
    told = _ABOUT | {"indicator": "exports", "value": value, "period": period} | more
    return fact_in(Document(name, text), quote, **told)


def judged(*facts: Fact, days: dict[str, date | None] | None = None, **more: Any) -> list[Group]:
    published = {one.document_id: date(2024, 3, 1) for one in facts} | (days or {})
    return groups(facts, published, originals=more.pop("originals", {}), **more)


def verdicts(*facts: Fact, **more: Any) -> list[str]:
    return [str(one.verdict) for one in judged(*facts, **more)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("$631m", 631e6, {}), ("$631 million", 631e6, {})),
        # 630.5 to 631.5 lies within 625 to 635
        (("$631m", 631e6, {}), ("$0.63bn", 0.63e9, {})),
        (("$631m", 631e6, {}), ("$600m", 600e6, {"bound": "approx"})),
        (("$631m", 631e6, {}), ("$600m", 600e6, {"bound": "more_than"})),
        (("$631m", 631e6, {}), ("$700m", 700e6, {"bound": "at_most"})),
        (("$631m", 631e6, {}), ("$600m-$650m", 600e6, {"value_high": 650e6})),
    ],
)
def test_what_rounding_and_hedges_allow_agrees(one: tuple, other: tuple) -> None:
    facts = [
        says(name, f"Exports were {quote}.", quote, value, **more)
        for name, (quote, value, more) in zip("ab", (one, other), strict=True)
    ]
    (group,) = judged(*facts)
    assert (group.verdict, group.sources, group.reasons) == ("agree", 2, ())


def test_what_differs_conflicts_and_by_how_much_is_told() -> None:
    (group,) = judged(says("a", "$600m", "$600m", 600e6), says("b", "$660m", "$660m", 660e6))
    assert (group.verdict, group.difference) == ("conflict", 60e6)
    assert group.relative_difference == pytest.approx(0.1)


@pytest.mark.parametrize(("one", "other", "unit"), [(18, 19, "count"), (2, 3, "rank"), (30, 31, "USD")])
def test_two_neighbouring_numbers_are_two(one: int, other: int, unit: str) -> None:
    measure = "rank" if unit == "rank" else "level"
    facts = [
        says(name, f"It was {value}.", str(value), float(value), unit=unit, measure=measure)
        for name, value in (("a", one), ("b", other))
    ]
    assert verdicts(*facts) == ["conflict"]
    again = says("c", f"It was {one}.", str(one), float(one), unit=unit, measure=measure)
    assert verdicts(facts[0], again) == ["agree"]


def test_one_document_agrees_with_nobody() -> None:
    assert judged(says("a", "$600m then $600m", "$600m", 600e6)) == []
    again = says("a", "$600m then $660m", "$660m", 660e6)
    assert judged(says("a", "$600m then $660m", "$600m", 600e6), again) == []


def test_copies_count_once() -> None:
    facts = [says(name, "$600m", "$600m", 600e6) for name in "abc"]
    assert judged(*facts[:2], originals={"b": "a"}) == []
    (group,) = judged(*facts, originals={"b": "a"})
    assert group.sources == 2


def test_two_currencies_agree_after_conversion_at_any_rate_of_the_period() -> None:
    euros = says("a", "€144m", "€144m", 144e6, "2023-01-01/P9M", unit="EUR")
    dollars = says("b", "$158m", "$158m", 158e6, "2023-01-01/P9M")
    assert verdicts(euros, dollars) == []
    (group,) = judged(euros, dollars, rates=EUROS)
    assert group.verdict == "agree after conversion"
    # 181 days at 1.05 and 92 days at 1.12 are 1.07359 on average.
    converted = next(one for one in group.claims if one.conversion)
    assert converted.unit == "EUR"
    assert converted.value == pytest.approx(158e6 / ((181 * 1.05 + 92 * 1.12) / 273))
    assert converted.conversion is not None
    assert "the average of 273 days, 2023-01-01 to 2023-09-30 (by hand)" in converted.conversion


def test_two_currencies_that_no_rate_reconciles_conflict() -> None:
    euros = says("a", "€144m", "€144m", 144e6, "2023-01-01/P9M", unit="EUR")
    dollars = says("b", "$190m", "$190m", 190e6, "2023-01-01/P9M")
    assert verdicts(euros, dollars, rates=EUROS) == ["conflict"]


def test_a_currency_without_a_rate_is_held_against_its_own_alone() -> None:
    facts = [
        says("a", "₸7bn", "₸7bn", 7e9, unit="KZT"),
        says("b", "₸7bn", "₸7bn", 7e9, unit="KZT"),
        says("c", "$20m", "$20m", 20e6),
    ]
    (group,) = judged(*facts, rates=EUROS)
    assert (group.verdict, {one.unit for one in group.claims}) == ("agree", {"KZT"})


def test_tonnes_and_kilograms_are_one_unit_and_barrels_another() -> None:
    goods = {"indicator": "wheat exports"}
    tonnes = says("a", "2 million tonnes", "2 million tonnes", 2e6, unit="tonne", **goods)
    kilograms = says("b", "2bn kg", "2bn kg", 2e9, unit="kilogram", **goods)
    barrels = says("c", "2 million barrels", "2 million barrels", 2e6, unit="barrel", **goods)
    (group,) = judged(tonnes, kilograms, barrels)
    assert group.verdict == "agree after conversion"
    assert {one.fact.document_id for one in group.claims} == {"a", "b"}


def test_the_mirror_figure_is_of_the_same_flow() -> None:
    export = says("a", "$600m", "$600m", 600e6)
    mirror = says(
        "b", "$650m", "$650m", 650e6, flow="import", reporter="RUS", partner="TUR", indicator="imports"
    )
    (group,) = judged(export, mirror)
    assert group.verdict == "conflict"
    assert group.reasons == (
        "imports are counted CIF, with freight and insurance, and exports FOB",
        "one is the reporter's own figure and the other its partner's (the mirror)",
    )


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"status": "provisional"}, {}, "one is provisional or an estimate"),
        (
            {"text": "Exports of goods and services were {}."},
            {},
            "one may be of goods and the other of goods and services",
        ),
        (
            {"when": "2023-04-01/P1Y"},
            {},
            "one is of a calendar year and the other of a fiscal year",
        ),
        (
            {"partner": "EUU", "text": "Exports to the EU28 were {}."},
            {"partner": "EUU", "text": "Exports to the EU-27 were {}."},
            "one is of the EU of 27 and the other of the EU of 28",
        ),
        (
            {"value": 2000e6, "quote": "$2bn"},
            {},
            "they are so far apart that they may be of different goods",
        ),
    ],
)
def test_reasons_are_named_where_they_apply(one: dict[str, Any], other: dict[str, Any], reason: str) -> None:
    def said(name: str, quote: str, value: float, more: dict[str, Any]) -> Fact:
        told = {"quote": quote, "value": value, "text": "Exports were {}."} | more
        text = told.pop("text").format(told["quote"])
        return says(name, text, told.pop("quote"), told.pop("value"), **told)

    facts = said("a", "$600m", 600e6, one), said("b", "$660m", 660e6, other)
    # Published on one day, none takes the other's place.
    (group,) = judged(*facts)
    assert group.verdict == "conflict"
    assert reason in group.reasons
    (plain,) = judged(said("a", "$600m", 600e6, {}), said("b", "$660m", 660e6, {}))
    assert plain.reasons == ()


def test_a_union_is_known_by_the_day_as_well() -> None:
    facts = [
        says(name, quote, quote, value, partner="EUU")
        for name, quote, value in (("a", "$600m", 600e6), ("b", "$660m", 660e6))
    ]
    (group,) = judged(*facts, days={"a": date(2019, 6, 1)})
    assert "one is of the EU of 27 and the other of the EU of 28" in group.reasons


def test_two_fiscal_years_are_not_held_against_each_other() -> None:
    april = says("a", "$600m", "$600m", 600e6, "2023-04-01/P1Y")
    july = says("b", "$660m", "$660m", 660e6, "2023-07-01/P1Y")
    assert judged(april, july) == []


def test_a_final_figure_supersedes_a_provisional_one() -> None:
    early = says("a", "$600m", "$600m", 600e6, status="provisional")
    late = says("b", "$660m", "$660m", 660e6)
    assert verdicts(early, late, days={"a": date(2024, 2, 1)}) == ["superseded"]
    # The other way round, the provisional one is no better for being late.
    assert verdicts(early, late, days={"b": date(2024, 2, 1)}) == ["conflict"]
    assert verdicts(early, late, days={"b": None}) == ["conflict"]


def test_a_revision_supersedes_what_it_revises() -> None:
    early = says("a", "Exports were $600m.", "$600m", 600e6)
    late = says("b", "Exports were revised to $660m.", "$660m", 660e6)
    assert verdicts(early, late, days={"a": date(2024, 2, 1)}) == ["superseded"]


def test_a_correction_supersedes_what_it_denies() -> None:
    text = "Not $600m, but $660m."
    facts = [
        says("a", "$600m", "$600m", 600e6),
        says("b", text, "$600m", 600e6, role="superseded"),
        says("b", text, "$660m", 660e6),
        says("c", "$660m", "$660m", 660e6),
    ]
    assert verdicts(*facts[1:3], facts[3]) == ["superseded"]


@pytest.mark.parametrize(
    ("text", "quote", "value", "more"),
    [
        ("$900m and $660m", "$660m", 660e6, {"flow": "import"}),
        ("$660m", "$660m", 660e6, {"partner": "KAZ"}),
        ("$660m", "$660m", 660e6, {"when": "2022"}),
        ("$660m", "$660m", 660e6, {"indicator": "wheat exports"}),
        # What a text leaves unsaid may be of some goods alone.
        ("$660m", "$660m", 660e6, {"indicator": None}),
        ("$660m", "$660m", 660e6, {"statistic": "average"}),
        ("$660m", "$660m", 660e6, {"section": "boilerplate"}),
        ("$660m", "$660m", 660e6, {"salience": "low"}),
        ("$660m", "$660m", 660e6, {"role": "conversion"}),
    ],
)
def test_what_is_of_another_thing_does_not_conflict(
    text: str, quote: str, value: float, more: dict[str, Any]
) -> None:
    assert judged(says("a", "$600m", "$600m", 600e6), says("b", text, quote, value, **more)) == []


def test_a_document_that_says_two_numbers_speaks_of_two_things() -> None:
    text = "Exports were $660m; exports by sea were $700m."
    facts = [
        says("a", "$600m", "$600m", 600e6),
        says("b", text, "$660m", 660e6),
        says("b", text, "$700m", 700e6),
    ]
    assert judged(*facts) == []
    agreed = says("a", "$700m", "$700m", 700e6)
    (group,) = judged(agreed, *facts[1:])
    assert (group.verdict, [one.value for one in group.claims]) == ("agree", [700e6, 700e6])


def test_a_rise_on_the_month_is_none_on_the_year() -> None:
    rise = {"measure": "relative_change", "unit": "percent", "direction": "increase", "indicator": "exports"}
    year, month, again = (
        says(name, quote, quote, value, "2024-03", baseline=days_of(than), **rise)
        for name, quote, value, than in (
            ("a", "5%", 5.0, "2023-03"), ("b", "1.2%", 1.2, "2024-02"), ("c", "9%", 9.0, "2023-03"),
        )
    )  # fmt: skip
    assert judged(year, month) == []
    assert verdicts(year, again) == ["conflict"]
    volume = again._replace(sentence="9% in volume")
    assert judged(year, volume) == []


def test_a_rise_and_a_fall_conflict_and_so_do_a_surplus_and_a_deficit() -> None:
    change = {"measure": "relative_change", "unit": "percent", "baseline": days_of("2022")}
    up = says("a", "3%", "3%", 3.0, direction="increase", **change)
    down = says("b", "3%", "3%", 3.0, direction="decrease", **change)
    (group,) = judged(up, down)
    assert (group.verdict, [one.value for one in group.claims]) == ("conflict", [-3.0, 3.0])
    documents = [Document(name, "x", published=date(2024, 3, 1)) for name in "ab"]
    assert agreement(*frames([up, down], *documents))["claims"].tolist() == ["−3%; +3%"]
    balance = {"flow": "balance", "indicator": "trade balance"}
    surplus = says("a", "$3.0bn", "$3.0bn", 3e9, balance="surplus", **balance)
    deficit = says("b", "$3.0bn", "$3.0bn", 3e9, balance="deficit", **balance)
    assert verdicts(surplus, deficit) == ["conflict"]
    minus = says("c", "-$3.0bn", "-$3.0bn", -3e9, **balance)
    assert verdicts(minus, deficit) == ["agree"]
    # A balance without a sign may be either side's.
    assert judged(says("d", "$3.0bn", "$3.0bn", 3e9, **balance), deficit) == []


def test_a_forecast_is_not_held_against_the_outcome() -> None:
    forecast = says("a", "$30bn", "$30bn", 30e9, status="forecast")
    assert judged(forecast, says("b", "$33bn", "$33bn", 33e9)) == []
    assert verdicts(forecast, says("c", "$31bn", "$31bn", 31e9, status="forecast")) == ["conflict"]


@pytest.mark.parametrize(
    "text",
    [
        "Exports under the amended customs agreement were $660m.",
        "Exports were $660m, after the ministry had updated its systems.",
        "The minister was correct: exports were $660m.",
    ],
)
def test_what_revises_no_figure_supersedes_none(text: str) -> None:
    early, late = says("a", "$600m", "$600m", 600e6), says("b", text, "$660m", 660e6)
    assert verdicts(early, late, days={"a": date(2024, 2, 1)}) == ["conflict"]


_LISTED = "The Commerce Department has put {} Turkish companies on its Entity List for supplying Russia."


def counted(name: str, text: str, value: float = 18.0, **more: Any) -> Fact:
    about = {"flow": None, "partner": None, "unit": "count", "counted": "companies", "indicator": "companies"}
    return says(name, text, str(int(value)), value, None, **(about | more))


def test_counts_without_a_period_agree_where_the_sentences_share_their_words() -> None:
    one = counted("a", _LISTED.format(18))
    other = counted("b", "Washington’s commerce department listed 18 Turkish companies on the entity list.")
    apart = counted("c", "The fair in Izmir drew 18 companies.")
    (group,) = judged(one, other, apart)
    assert (group.verdict, {claim.fact.document_id for claim in group.claims}) == ("agree", {"a", "b"})


def test_counts_without_a_period_neither_conflict_nor_agree_across_years() -> None:
    assert judged(counted("a", _LISTED.format(18)), counted("b", _LISTED.format(20), 20.0)) == []
    same = counted("a", _LISTED.format(18)), counted("b", _LISTED.format(18))
    assert judged(*same, days={"b": date(2022, 3, 1)}) == []


def test_the_frame_has_a_row_a_group_conflicts_first() -> None:
    documents = [Document(name, "x", published=date(2024, 3, 1)) for name in "abcd"]
    facts = [
        says("a", "$600m", "$600m", 600e6),
        says("b", "$600m", "$600m", 600e6),
        says("c", "$1.5m in May", "$1.5m", 1.5e6, "2023-05"),
        says("d", "$1.8m in May", "$1.8m", 1.8e6, "2023-05"),
    ]
    found = agreement(*frames(facts, *documents))
    assert tuple(found.columns) == AGREEMENT_COLUMNS
    assert found["verdict"].tolist() == ["conflict", "agree"]
    first, second = found.to_dict("records")
    assert (first["time_period"], first["frequency"], first["claims"]) == ("2023-05", "M", "$1.5m; $1.8m")
    assert first["relative_difference"] == pytest.approx(0.2)
    assert (second["claims"], second["sources"]) == ("$600m (2 sources)", 2)
    assert second["document_ids"] == "a b"
    assert second["fact_ids"].split() == [one.fact_id for one in facts[:2]]


def test_nothing_agrees_about_nothing() -> None:
    assert agreement(*frames([])).empty
