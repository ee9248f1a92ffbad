"""What is written in a panel stands so many pixels beside its mark, on axes of every kind."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.drawing.ink import Ink
from figures.drawing.texts import Anchor, Arrow, Stroke, Text, measured

#: A plot of 1000 × 400 pixels; the second panel is its right half.
LINEAR = {"range": [0, 200], "domain": [0, 1]}
DATES = {"type": "date", "range": ["2024-01-01", "2024-01-11"], "domain": [0.5, 1]}
LOG = {"type": "log", "range": [6, 10], "domain": [0, 1]}


def drawn(*kept: Text | Stroke | Arrow) -> Any:
    ink = Ink()
    ink.wide = 1100
    ink.layout |= {"margin": {"l": 60, "r": 40, "t": 20, "b": 80}, "height": 500}
    ink.axes("", LINEAR, LINEAR)
    ink.axes("2", DATES, LOG)
    for one in kept:
        {Text: ink.text, Stroke: ink.stroke, Arrow: ink.arrow}[type(one)](one)  # type: ignore[operator]
    return ink.figure()


def text(anchor: Anchor, **says: Any) -> Text:
    return Text(anchor, "<b>$1bn</b>", **{"side": 1, "size": 13, "colour": "black", **says})


def test_a_text_stands_so_many_pixels_beside_its_value() -> None:
    (trace,) = drawn(text(Anchor("x", "y", 100, 50, right=10, up=21.5))).data
    assert trace.x == pytest.approx((102.0,))
    # Half a pixel or two lower, because digits hang from their line.
    assert trace.y == pytest.approx((60.0,))
    assert trace.mode == "text" and trace.textposition == ("middle right",)


def test_days_and_multiples_are_moved_as_their_axes_go() -> None:
    (trace,) = drawn(text(Anchor("x2", "y2", "2024-01-02", 1e8, right=50, up=101.5))).data
    assert trace.x == ("2024-01-03 00:00:00",)
    assert trace.y == pytest.approx((1e9,))


def test_what_stands_beyond_its_panel_is_an_annotation() -> None:
    """Plotly draws no point of a trace that its axes do not reach."""
    figure = drawn(text(Anchor("x", "y", 199, 50, right=10)), text(Anchor("x2", "y2", None, 1e8, -30)))
    assert not figure.data
    beyond, before = figure.layout.annotations
    assert (beyond.xref, beyond.x, beyond.xshift) == ("x", 199, 10)
    assert (before.xref, before.x, before.xshift) == ("x2 domain", 0, -30)


@given(
    st.floats(0, 200),
    st.floats(0, 200),
    st.integers(-300, 300),
    st.integers(-200, 200),
    st.sampled_from((-1, 0, 1)),
)
def test_no_text_is_lost(x: float, y: float, right: int, up: int, side: int) -> None:
    figure = drawn(text(Anchor("x", "y", x, y, right, up), side=side, ground="white"))
    traces = [one for one in figure.data if one.mode == "text"]
    assert len(traces) + len(figure.layout.annotations) == 1
    for one in traces:
        assert 0 <= one.x[0] <= 200 and 0 <= one.y[0] <= 200


def test_below_a_text_lies_its_ground_and_none_that_is_clear() -> None:
    at = Anchor("x", "y", 100, 100)
    ground, _ = drawn(text(at, ground="white", side=-1)).data
    wide, high = measured("<b>$1bn</b>", 13)
    assert (ground.fill, ground.fillcolor) == ("toself", "white")
    assert min(ground.x[:4]) == pytest.approx(100 - wide / 5) and max(ground.x[:4]) == pytest.approx(100)
    assert max(ground.y[:4]) - min(ground.y[:4]) == pytest.approx(high / 2)
    assert len(drawn(text(at, ground="rgba(0,0,0,0)")).data) == 1


def test_texts_of_a_panel_are_one_trace_and_lie_above_what_leads_to_them() -> None:
    at = Anchor("x", "y", 100, 100)
    line, written = drawn(text(at), text(at, size=12), Stroke(at, 30, -40, "grey", 0.8)).data
    assert (
        line.mode == "lines"
        and line.x[:2] == pytest.approx((100, 106))
        and line.y[:2] == pytest.approx((100, 80))
    )
    assert list(written.textfont.size) == [13, 12]


@pytest.mark.parametrize(("earlier", "later", "way"), [(20, 120, 1), (120, 20, -1)])
def test_an_arrow_keeps_clear_of_both_marks_and_points_to_the_later(
    earlier: float, later: float, way: int
) -> None:
    line, head = drawn(Arrow(Anchor("x", "y", earlier, 50), Anchor("x", "y", later, 50), "blue", 2.5)).data
    low, high = sorted((earlier, later))
    assert all(low < x < high for x in (*line.x[:2], *head.x[:3]))
    assert (head.x[0] - head.x[1]) * way > 0


def test_marks_that_touch_have_no_arrow_between_them() -> None:
    line, head = drawn(Arrow(Anchor("x", "y", 50, 50), Anchor("x", "y", 53, 50), "blue", 2.5)).data
    assert not line.x and not head.x


def test_the_last_day_of_the_calendar_is_not_moved_beyond_it() -> None:
    ink = Ink()
    ink.wide = 1000
    ink.layout |= {"margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "height": 400}
    ink.axes("", {"type": "date", "range": ["9999-01-01", "9999-12-31"]}, {"range": [0, 1]})
    ink.text(text(Anchor("x", "y", "9999-12-30", 0.5, right=-5), ground="white"))
    assert all(datetime.fromisoformat(one).year == 9999 for one in ink.figure().data[-1].x)


def test_a_line_in_small_letters_takes_less_room() -> None:
    name = "Turkey’s exports to Russia"
    small, _ = measured(f'<span style="font-size:12px;color:grey">{name}</span>', 13)
    assert small == pytest.approx(measured(name, 13)[0] * 12 / 13)
