"""Implied values and pairs: hand-computed, and true for any numbers."""

from datetime import date

import pytest
from builders import JANUARY, TRADE, YEAR_BEFORE, fact_in, frames, trade_facts
from hypothesis import given
from hypothesis import strategies as st

from analysis.implied import implied
from analysis.pairs import pairs
from analysis.rounding import written
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
    assert (exports["change_id"], exports["level_id"]) == (ids["39%"], ids["631 million US dollars"])


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
        # three times as much to one reader, four times to another
        (
            "three times higher, at $50m",
            {"quote": "$50m", "value": 50e6, "unit": "USD"},
            {
                "quote": "three times",
                "value": 3.0,
                "unit": "ratio",
                "measure": "ratio",
                "direction": "increase",
            },
        ),
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
    earlier = before(facts[0].value, facts[1])
    share = -change / 100 if direction == "decrease" else change / 100
    assert earlier * (1 + share) == pytest.approx(facts[0].value)


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
    assert [one.later.quote for one in pairs(trade_facts(), with_implied=False)] == ["$185mn"]


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
