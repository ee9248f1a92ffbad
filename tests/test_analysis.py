"""Implied values and pairs: hand-computed, and true for any numbers."""

import math
from datetime import date

import pytest
from builders import JANUARY, TRADE, YEAR_BEFORE, fact_in, frames, trade_facts
from hypothesis import given
from hypothesis import strategies as st

from analysis import links
from analysis.implied import implied, implied_values
from analysis.pairs import pairs
from analysis.rounding import stands_for, written
from analysis.steps import steps
from schemas.records import Document, Fact


def _one(text: str, level: dict, change: dict) -> list[Fact]:
    document = Document("d", text)
    about = {"flow": "export", "reporter": "DEU", "period": JANUARY}
    return [
        fact_in(document, level.pop("quote"), **about, **level),
        fact_in(document, change.pop("quote"), **about, baseline=YEAR_BEFORE, **change),
    ]


def test_a_fall_to_a_level_implies_the_level_before() -> None:
    found = implied(frames(trade_facts())[0]).set_index("flow")
    exports, imports = found.loc["export"], found.loc["import"]
    # 631 / 0.61; the ends are 630.5 / 0.615 and 631.5 / 0.605.
    assert exports["value"] == pytest.approx(1034.426e6, rel=1e-6)
    assert exports["value_low"] == pytest.approx(1025.203e6, rel=1e-6)
    assert exports["value_high"] == pytest.approx(1043.802e6, rel=1e-6)
    assert imports["value"] == pytest.approx(5.0125e9, rel=1e-4)
    assert (exports["period_start"], exports["period_end"]) == YEAR_BEFORE
    assert exports["formula"] == "level ÷ (1 − change)"
    ids = {one.quote: one.fact_id for one in trade_facts()}
    assert exports["derived_from"] == f"{ids['631 million US dollars']} {ids['39%']}"


def test_a_sentence_without_end_costs_as_much_as_it_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0
    may_lead_to = links._may_lead_to

    def counted(change: Fact, level: Fact) -> bool:
        nonlocal looked
        looked += 1
        return may_lead_to(change, level)

    def cost(many: int) -> int:
        nonlocal looked
        looked = 0
        numbers = range(1000, 1000 + many)
        document = Document("d", ", ".join(f"rose {number}% to ${number}m" for number in numbers))
        about = {"flow": "export", "reporter": "DEU", "period": JANUARY}
        rose = {"unit": "percent", "measure": "relative_change", "direction": "increase"}
        facts = [
            one
            for number in numbers
            for one in (
                fact_in(document, f"{number}%", value=number, baseline=YEAR_BEFORE, **rose, **about),
                fact_in(document, f"${number}m", value=number * 1e6, unit="USD", **about),
            )
        ]
        found = links.links(facts)
        assert [(one.value, other.value) for one, other in found] == [(n, n * 1e6) for n in numbers]
        return looked

    monkeypatch.setattr(links, "_may_lead_to", counted)
    assert cost(800) < 2.2 * cost(400)


def test_nothing_is_implied_by_nothing() -> None:
    assert implied(frames([])[0]).empty


@pytest.mark.parametrize(
    ("text", "level", "change", "expected"),
    [
        (
            "rose 25% to $50m",
            {"quote": "$50m", "value": 50e6, "unit": "USD"},
            {
                "quote": "25%",
                "value": 25.0,
                "unit": "percent",
                "measure": "relative_change",
                "direction": "increase",
            },
            40e6,
        ),
        (
            "rose by $10m to $50m",
            {"quote": "$50m", "value": 50e6, "unit": "USD"},
            {"quote": "$10m", "value": 10e6, "unit": "USD", "measure": "change", "direction": "increase"},
            40e6,
        ),
        (
            "fell by $10m to $50m",
            {"quote": "$50m", "value": 50e6, "unit": "USD"},
            {"quote": "$10m", "value": 10e6, "unit": "USD", "measure": "change", "direction": "decrease"},
            60e6,
        ),
        (
            "doubled to $50m",
            {"quote": "$50m", "value": 50e6, "unit": "USD"},
            {"quote": "doubled", "value": 2.0, "unit": "ratio", "measure": "ratio", "direction": "increase"},
            25e6,
        ),
    ],
)
def test_each_formula(text: str, level: dict, change: dict, expected: float) -> None:
    found = implied(frames(_one(text, level, change), Document("d", text))[0])
    assert found["value"].tolist() == [pytest.approx(expected)]
    assert found["value_low"][0] < expected < found["value_high"][0]


@pytest.mark.parametrize(
    ("text", "level", "change"),
    [
        # a bound implies no value
        (
            "rose 25% to over $50m",
            {"quote": "$50m", "value": 50e6, "unit": "USD", "bound": "more_than"},
            {
                "quote": "25%",
                "value": 25.0,
                "unit": "percent",
                "measure": "relative_change",
                "direction": "increase",
            },
        ),
        # euros are not added to dollars
        (
            "rose by €10m to $50m",
            {"quote": "$50m", "value": 50e6, "unit": "USD"},
            {"quote": "€10m", "value": 10e6, "unit": "EUR", "measure": "change", "direction": "increase"},
        ),
        # nothing is left to divide by
        (
            "fell 100% to $50m",
            {"quote": "$50m", "value": 50e6, "unit": "USD"},
            {
                "quote": "100%",
                "value": 100.0,
                "unit": "percent",
                "measure": "relative_change",
                "direction": "decrease",
            },
        ),
    ],
)
def test_what_is_not_certain_is_not_implied(text: str, level: dict, change: dict) -> None:
    assert implied(frames(_one(text, level, change), Document("d", text))[0]).empty


RISE = {"measure": "relative_change", "unit": "percent", "direction": "increase"}
_YEARS = {year: (date(year, 1, 1), date(year, 12, 31)) for year in range(2020, 2026)}


def _said(text: str, *facts: dict) -> list[Fact]:
    """Return facts of exports from Turkey to Russia, each told by its quote and what else it says."""
    document = Document("d", text)
    about = {"flow": "export", "reporter": "TUR", "partner": "RUS", "unit": "USD"}
    return [fact_in(document, told.pop("quote"), **(about | told)) for told in facts]


def test_three_times_higher_has_two_readings_and_both_are_shown() -> None:
    text = "Nine months: 144 million euros.\nThis figure is three times higher than a year before."
    months = (date(2023, 1, 1), date(2023, 9, 30)), (date(2022, 1, 1), date(2022, 9, 30))
    facts = _said(
        text,
        {"quote": "144 million euros", "value": 144e6, "unit": "EUR", "period": months[0]},
        {"quote": "three times", "value": 3.0, "unit": "ratio", "measure": "ratio", "direction": "increase",
         "period": months[0], "baseline": months[1]},
    )  # fmt: skip
    first, other = implied_values(facts)
    assert (first.value, other.value) == (48e6, 36e6)
    assert first.reading == "“three times higher” read as 3 times as much"
    assert other.reading == "“three times higher” read as 3 times more, 4 times as much"
    assert (first.period_start, first.period_end) == months[1]
    assert first.derived_from == (facts[0].fact_id, facts[1].fact_id)


def test_a_change_of_another_sentence_is_left_apart_unless_it_goes_on_about_the_figure() -> None:
    text = "In 2024 they came to $144m.\nThey had risen 20% in the year."
    facts = _said(
        text,
        {"quote": "$144m", "value": 144e6, "period": _YEARS[2024]},
        {"quote": "20%", "value": 20.0, "period": _YEARS[2024], "baseline": _YEARS[2023], **RISE},
    )
    assert implied_values(facts) == []


def test_the_later_level_follows_from_the_one_that_the_change_began_at() -> None:
    facts = _said(
        "Exports fell 39% from $1,034m a year before.",
        {"quote": "39%", "value": 39.0, "period": _YEARS[2024], "baseline": _YEARS[2023],
         "measure": "relative_change", "unit": "percent", "direction": "decrease"},
        {"quote": "$1,034m", "value": 1034e6, "period": _YEARS[2023]},
    )  # fmt: skip
    (one,) = implied_values(facts)
    assert one.value == pytest.approx(630.74e6)
    # 1,033.5 × 0.605 to 1,034.5 × 0.615
    assert (one.value_low, one.value_high) == (pytest.approx(625.2675e6), pytest.approx(636.2175e6))
    assert (one.period_start, one.formula) == (date(2024, 1, 1), "level × (1 − change)")


def test_two_years_of_changes_lead_back_two_years() -> None:
    facts = _said(
        "Exports rose 10% to $110m in 2024, after a rise of 25% in 2023.",
        {"quote": "10%", "value": 10.0, "period": _YEARS[2024], "baseline": _YEARS[2023], **RISE},
        {"quote": "$110m", "value": 110e6, "period": _YEARS[2024]},
        {"quote": "25%", "value": 25.0, "period": _YEARS[2023], "baseline": _YEARS[2022], **RISE},
    )
    one, two = implied_values(facts)
    assert (one.period_start, one.value) == (date(2023, 1, 1), pytest.approx(100e6))
    assert (two.period_start, two.value) == (date(2022, 1, 1), pytest.approx(80e6))
    # 109.5 / 1.105 / 1.255 to 110.5 / 1.095 / 1.245
    assert two.value_low == pytest.approx(109.5e6 / 1.105 / 1.255)
    assert two.value_high == pytest.approx(110.5e6 / 1.095 / 1.245)
    assert two.formula == "(level ÷ (1 + change)) ÷ (1 + change)"
    assert two.derived_from == tuple(facts[at].fact_id for at in (1, 0, 2))


def test_two_years_of_changes_lead_on_two_years() -> None:
    facts = _said(
        "Exports were $100m in 2022, rose 10% in 2023 and another $15m in 2024.",
        {"quote": "$100m", "value": 100e6, "period": _YEARS[2022]},
        {"quote": "10%", "value": 10.0, "period": _YEARS[2023], "baseline": _YEARS[2022], **RISE},
        {"quote": "$15m", "value": 15e6, "period": _YEARS[2024], "baseline": _YEARS[2023],
         "measure": "change", "direction": "increase"},
    )  # fmt: skip
    values = {one.period_start.year: one.value for one in implied_values(facts) if one.period_start}
    assert values == {2023: pytest.approx(110e6), 2024: pytest.approx(125e6)}


def test_two_changes_that_lead_to_one_year_imply_nothing_further() -> None:
    facts = _said(
        "Exports rose 10% to $110m in 2024. In 2023 they rose 25%, or 20% by another count.",
        {"quote": "10%", "value": 10.0, "period": _YEARS[2024], "baseline": _YEARS[2023], **RISE},
        {"quote": "$110m", "value": 110e6, "period": _YEARS[2024]},
        {"quote": "25%", "value": 25.0, "period": _YEARS[2023], "baseline": _YEARS[2022], **RISE},
        {"quote": "20%", "value": 20.0, "period": _YEARS[2023], "baseline": _YEARS[2022], **RISE},
    )
    assert [one.value for one in implied_values(facts)] == [pytest.approx(100e6)]


def test_a_part_and_its_share_imply_the_whole() -> None:
    facts = _said(
        "Exports to Russia were $5bn in 2024, or 20% of its total exports.",
        {"quote": "$5bn", "value": 5e9, "period": _YEARS[2024]},
        {"quote": "20%", "value": 20.0, "unit": "percent", "measure": "share", "period": _YEARS[2024]},
    )
    (whole,) = implied_values(facts)
    assert (whole.value, whole.partner, whole.indicator) == (pytest.approx(25e9), None, "total exports")
    assert (whole.value_low, whole.value_high) == (pytest.approx(4.5e9 / 0.205), pytest.approx(5.5e9 / 0.195))
    assert whole.formula == "level ÷ share"


def test_a_whole_and_a_share_imply_the_part() -> None:
    facts = _said(
        "Russia took 20% of the $25bn that Turkey exported in 2024.",
        {"quote": "20%", "value": 20.0, "unit": "percent", "measure": "share", "period": _YEARS[2024]},
        {"quote": "$25bn", "value": 25e9, "partner": None, "period": _YEARS[2024]},
    )
    (part,) = implied_values(facts)
    assert (part.value, part.partner, part.formula) == (pytest.approx(5e9), "RUS", "level × share")


@pytest.mark.parametrize(
    "text",
    [
        "Exports to Russia were $5bn in 2024, and 20% of firms exported.",
        "Exports to Russia were $5bn in 2024, or 20% of exports to Asia.",
        "Of $5bn in 2024 some 20% was grain.",
    ],
)
def test_a_share_of_something_else_implies_nothing(text: str) -> None:
    level = {"quote": "$5bn", "value": 5e9, "period": _YEARS[2024]}
    share = {"quote": "20%", "value": 20.0, "unit": "percent", "measure": "share", "period": _YEARS[2024]}
    assert implied_values(_said(text, level, share)) == []


def test_a_level_and_its_stated_baseline_imply_the_change() -> None:
    facts = _said(
        "Exports were $185m, up from $85m.",
        {"quote": "$185m", "value": 185e6, "baseline_value": 85e6, "period": _YEARS[2024]},
        {"quote": "$85m", "value": 85e6, "role": "baseline", "period": _YEARS[2023]},
    )
    (change,) = implied_values(facts)
    assert (change.measure, change.direction, change.unit) == ("relative_change", "increase", "percent")
    assert change.value == pytest.approx(117.647, rel=1e-5)
    # 184.5 / 85.5 and 185.5 / 84.5
    assert (change.value_low, change.value_high) == (
        pytest.approx(115.789, 1e-5),
        pytest.approx(119.527, 1e-5),
    )
    assert (change.baseline_period_start, change.formula) == (date(2023, 1, 1), "level ÷ baseline − 1")


def test_a_change_against_a_forecast_leads_from_no_earlier_level() -> None:
    facts = _said(
        "Output was $95m, five per cent less than earlier forecast.",
        {"quote": "$95m", "value": 95e6, "period": _YEARS[2024]},
        {"quote": "five per cent", "value": 5.0, "unit": "percent", "measure": "relative_change",
         "direction": "decrease", "period": _YEARS[2024], "baseline": _YEARS[2023]},
    )  # fmt: skip
    assert implied_values(facts) == []


@pytest.mark.parametrize(
    ("text", "level", "change"),
    [
        # The change is of all exports, the level of wheat.
        (
            "Exports rose 12%, with wheat exports at $3.0bn.",
            {"quote": "$3.0bn", "value": 3e9, "indicator": "wheat exports"},
            {"quote": "12%", "value": 12.0, "indicator": "Exports"},
        ),
        # The change is of tonnes.
        (
            "Exports rose 8% in volume and were worth $2bn.",
            {"quote": "$2bn", "value": 2e9},
            {"quote": "8%", "value": 8.0},
        ),
        (
            "Exports came to $2bn, and the volume rose 8%.",
            {"quote": "$2bn", "value": 2e9},
            {"quote": "8%", "value": 8.0, "indicator": "volume"},
        ),
        (
            "Exports rose to $10bn, 5% above the government’s target.",
            {"quote": "$10bn", "value": 10e9},
            {"quote": "5%", "value": 5.0},
        ),
    ],
)
def test_a_change_of_something_else_implies_nothing(text: str, level: dict, change: dict) -> None:
    rise = {"period": _YEARS[2024], "baseline": _YEARS[2023], **RISE}
    assert implied_values(_said(text, level | {"period": _YEARS[2024]}, change | rise)) == []


def test_a_share_of_what_the_partner_imports_is_none_of_the_exports() -> None:
    share = {"unit": "percent", "measure": "share", "flow": "import", "reporter": "RUS", "partner": "TUR"}
    facts = _said(
        "Exports to Russia were $2bn, or 20% of its imports.",
        {"quote": "$2bn", "value": 2e9, "period": _YEARS[2024]},
        {"quote": "20%", "value": 20.0, "period": _YEARS[2024], **share},
    )
    assert implied_values(facts) == []


def test_from_a_deficit_to_a_surplus_there_is_no_change_in_percent() -> None:
    balance = {"flow": "balance", "indicator": "balance"}
    facts = _said(
        "A surplus of $4m, against a deficit of $1m.",
        {"quote": "$4m", "value": 4e6, "balance": "surplus", "baseline_value": 1e6, **balance},
        {"quote": "$1m", "value": 1e6, "balance": "deficit", "role": "baseline", **balance},
    )
    assert implied_values(facts) == []


def test_of_a_change_told_twice_the_more_exact_one_is_taken() -> None:
    facts = _said(
        "Exports fell by $118m, or 7%, to $1.52bn in 2024.",
        {"quote": "$118m", "value": 118e6, "measure": "change", "direction": "decrease",
         "period": _YEARS[2024], "baseline": _YEARS[2023]},
        {"quote": "7%", "value": 7.0, "unit": "percent", "measure": "relative_change",
         "direction": "decrease", "period": _YEARS[2024], "baseline": _YEARS[2023]},
        {"quote": "$1.52bn", "value": 1.52e9, "period": _YEARS[2024]},
    )  # fmt: skip
    (one,) = implied_values(facts)
    assert (one.value, one.formula) == (pytest.approx(1.638e9), "level + change")


@pytest.mark.parametrize(
    ("quote", "value", "bound", "high", "expected"),
    [
        ("631 million", 631e6, "exact", None, (630.5e6, 631.5e6)),
        # `about 600` was rounded to hundreds
        ("600 million", 600e6, "approx", None, (550e6, 650e6)),
        ("631 million", 631e6, "approx", None, (630.5e6, 631.5e6)),
        ("600 million", 600e6, "more_than", None, (599.5e6, math.inf)),
        ("600 million", 600e6, "at_most", None, (-math.inf, 600.5e6)),
        ("$4bn-$5bn", 4e9, "exact", 5e9, (3.5e9, 5.5e9)),
    ],
)
def test_a_fact_stands_for_all_that_its_words_allow(
    quote: str, value: float, bound: str, high: float | None, expected: tuple[float, float]
) -> None:
    (fact,) = _said(quote, {"quote": quote, "value": value, "bound": bound, "value_high": high})
    assert stands_for(fact) == pytest.approx(expected)


def test_a_stated_earlier_value_is_not_implied_again() -> None:
    earlier = fact_in(
        TRADE, "144 million euros", value=1e9, unit="USD", flow="export", reporter="TUR", partner="RUS",
        period=YEAR_BEFORE,
    )  # fmt: skip
    found = implied(frames([*trade_facts()[:2], earlier])[0])
    assert found.empty


@given(
    level=st.integers(1, 9999),
    change=st.integers(1, 95),
    direction=st.sampled_from(["increase", "decrease"]),
)
def test_the_change_applied_to_the_implied_value_gives_the_level(
    level: int, change: int, direction: str
) -> None:
    text = f"{change}% to ${level}m"
    facts = _one(
        text,
        {"quote": f"${level}m", "value": level * 1e6, "unit": "USD"},
        {"quote": f"{change}%", "value": float(change), "unit": "percent", "measure": "relative_change",
         "direction": direction},
    )  # fmt: skip
    (earlier,) = implied_values(facts)
    share = -change / 100 if direction == "decrease" else change / 100
    assert earlier.value * (1 + share) == pytest.approx(facts[0].value)
    # Rounding moves every part of it, and the level is still within what the three of them allow.
    (step,) = steps(facts[1])
    again = step.later(earlier.estimate)
    assert again is not None
    assert again.low <= facts[0].value <= again.high


@pytest.mark.parametrize(
    ("quote", "value", "low", "high"),
    [
        ("631 million US dollars", 631e6, 630.5e6, 631.5e6),
        ("39%", 39, 38.5, 39.5),
        ("20.2%", 20.2, 20.15, 20.25),
        ("1,034", 1034, 1033.5, 1034.5),
        ("€1.234,5", 1234.5, 1234.45, 1234.55),
        ("2.01mn bpd", 2.01e6, 2.005e6, 2.015e6),
        ("doubled", 2, 1.5, 2.5),
        # Nobody counted the last three digits.
        ("190,000", 190_000, 189_500, 190_500),
        ("2,000,000", 2e6, 1.5e6, 2.5e6),
        ("$1,000 million", 1e9, 0.9995e9, 1.0005e9),
        ("4 billion 300 million dollars", 4.3e9, 4.25e9, 4.35e9),
    ],
)
def test_rounding_is_half_of_the_last_digit_shown(quote: str, value: float, low: float, high: float) -> None:
    assert written(quote, value) == pytest.approx((low, high))


def test_a_word_for_a_fraction_shows_no_digit_to_go_by() -> None:
    assert written("two-thirds", 2 / 3) is None


def test_pairs_are_stated_or_implied() -> None:
    found = {one.later.quote: one for one in pairs(trade_facts())}
    assert set(found) == {"631 million US dollars", "4 billion US dollars", "$185mn"}
    aid = found["$185mn"]
    assert aid.earlier is not None
    assert (aid.before, aid.earlier.quote, aid.implied) == (85e6, "$85mn", None)
    assert len(aid.fact_ids) == 2
    assert found["631 million US dollars"].before == pytest.approx(1034.4e6, rel=1e-4)


def test_without_implied_values_only_stated_pairs_are_left() -> None:
    assert [one.later.quote for one in pairs(trade_facts(), implied=())] == ["$185mn"]


def test_a_reported_earlier_level_comes_before_an_implied_one() -> None:
    earlier = fact_in(
        TRADE, "144 million euros", value=1e9, unit="USD", flow="export", reporter="TUR", partner="RUS",
        period=YEAR_BEFORE,
    )  # fmt: skip
    (pair,) = pairs([*trade_facts()[:2], earlier])
    assert (pair.earlier, pair.before) == (earlier, 1e9)


def test_dates_come_out_of_a_frame_as_days() -> None:
    from analysis.rows import facts_of

    facts = facts_of(frames(trade_facts())[0])
    assert facts[0].period_start == date(2024, 1, 1)
    assert facts[0].indicator is None
    assert [one.fact_id for one in facts] == [one.fact_id for one in trade_facts()]


def test_a_change_and_a_level_of_two_sentences_are_left_apart() -> None:
    text = "Exports rose by 1.6% on the month.\nExports to China, at 7.9 billion euros, were lower."
    level = {"quote": "7.9 billion euros", "value": 7.9e9, "unit": "EUR"}
    change = {
        "quote": "1.6%", "value": 1.6, "unit": "percent", "measure": "relative_change",
        "direction": "increase",
    }  # fmt: skip
    assert pairs(_one(text, level, change)) == []


def test_what_follows_from_is_where_the_change_began() -> None:
    text = "shipped 13.5 million tons, down 13.5% from the 15.6 million tons a year before"
    change = {
        "quote": "13.5%", "value": 13.5, "unit": "percent", "measure": "relative_change",
        "direction": "decrease",
    }  # fmt: skip
    before_it = {"quote": "13.5 million tons", "value": 13.5e6, "unit": "tonne"}
    later, percent = _one(text, before_it, change)
    earlier = later._replace(
        fact_id="earlier",
        start=text.index("15.6"),
        end=text.index(" a year"),
        quote="15.6 million tons",
        value=15.6e6,
    )
    assert [one.later for one in pairs([later, earlier, percent])] == [later]
    assert pairs([earlier, percent]) == []


def test_a_forecast_that_was_cut_says_nothing_of_the_year_before() -> None:
    level = {"quote": "92.5 mln t", "value": 92.5e6, "unit": "tonne", "status": "forecast"}
    change = {
        "quote": "1.2 million tonnes", "value": 1.2e6, "unit": "tonne", "measure": "change",
        "direction": "decrease", "status": "forecast",
    }  # fmt: skip
    assert pairs(_one("cut its forecast by 1.2 million tonnes to 92.5 mln t", level, change)) == []


def test_an_earlier_level_that_the_change_contradicts_is_of_something_else() -> None:
    earlier = fact_in(
        TRADE, "144 million euros", value=144e6, unit="USD", flow="export", reporter="TUR", partner="RUS",
        period=YEAR_BEFORE,
    )  # fmt: skip
    assert pairs([*trade_facts()[:2], earlier]) == []
