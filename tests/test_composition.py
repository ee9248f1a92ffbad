"""A composition is read from any address; a size that no browser draws is refused in a sentence."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.composing.composition import LONGEST, MOST_NOTES, Composition, SizeError, read
from figures.look import CLEAR, DARK
from figures.options import Options
from figures.pictures.sizes import PRESETS, Size


def test_an_address_without_a_composition_is_the_usual_one() -> None:
    assert read(None) == read("?reporter=TUR&theme=dark") == Composition()
    assert Composition().layout_size() == PRESETS["report"].size
    assert Composition().options(Options()) == Options()


def test_everything_that_is_chosen_stands_in_the_address() -> None:
    one = read(
        "?title=+Mine+&subtitle=Below&note=One&note=&note=Two&size=free&width=800&height=600&scale=1.5"
        "&format=pdf&picture-theme=dark&ground=0"
    )
    assert one == Composition(
        "Mine", "Below", ("One", "Two"), "free", ("800", "600", "1.5"), "pdf", "dark", ground=False
    )
    assert one.layout_size() == Size.free(800, 600, 1.5)
    options = one.options(Options(notes=("Of 900 facts the newest 500 are drawn.",)))
    assert (options.title, options.subtitle) == ("Mine", "Below")
    assert options.notes == ("Of 900 facts the newest 500 are drawn.", "One.", "Two.")
    assert (options.palette.ground, options.palette.ink) == (CLEAR, DARK.ink)


def test_what_there_is_not_is_left_out_and_named() -> None:
    one = read("?size=poster&format=gif&picture-theme=pink&format=svg")
    assert (one.size, one.format, one.theme) == ("report", "svg", "light")
    assert one.ignored == ("size=poster", "picture-theme=pink")


def test_words_and_notes_are_bounded() -> None:
    one = read(f"?title={'a' * 9000}&" + "&".join(f"note={n}{'b' * 9000}" for n in range(90)))
    assert len(one.title) == LONGEST
    assert [len(note) for note in one.notes] == [LONGEST] * MOST_NOTES


@given(st.text(max_size=60), st.text(max_size=8), st.text(max_size=8))
def test_no_address_is_an_error(query: str, width: str, scale: str) -> None:
    read(query)
    with suppress(SizeError):
        assert Composition(size="free", sides=(width, "600", scale)).layout_size().width >= 200


@pytest.mark.parametrize(
    ("sides", "reason"),
    [
        (("", "600", "1"), "Give all three sizes."),
        (("nan", "600", "1"), "Give all three sizes."),
        (("600", "600", "nan"), "Give all three sizes."),
        (("600", "600", "inf"), "Give a scale from 1 to 4."),
        (("600", "600", "5"), "Give a scale from 1 to 4."),
        (("199", "600", "1"), "at least 200"),
        (("7100", "7100", "1"), "At most 50 million pixels"),
        (("8001", "600", "1"), "At most 8000 pixels a side"),
    ],
)
def test_a_size_that_cannot_be_drawn_says_why(sides: tuple[str, str, str], reason: str) -> None:
    with pytest.raises(SizeError, match=reason):
        Composition(size="free", sides=sides).layout_size()
