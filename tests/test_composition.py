"""A composition is read from any address; a size that no browser draws is refused in a sentence."""

from contextlib import suppress

import pytest
from builders import JANUARY, fact_in, frames, trade_facts
from hypothesis import given
from hypothesis import strategies as st

from dashboard.address import read as view_of
from dashboard.composing.composition import LONGEST, MOST_NOTES, Composition, SizeError, read
from dashboard.composing.making import composed, measured
from dashboard.drawn import Material
from figures.look import CLEAR, DARK
from figures.options import Options
from figures.pictures.picture import Made, picture
from figures.pictures.sizes import PRESETS, Size
from schemas.places import countries
from schemas.records import Document


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


def many() -> Material:
    """Return so many facts that their figure is higher than a page."""
    names = list(countries())[:60]
    document = Document("many", " ".join(f"{name} sold ${at}mn." for at, name in enumerate(names)))
    facts = [
        fact_in(
            document, f"${at}mn", value=at * 1e6, unit="USD", flow="export", reporter=name, period=JANUARY
        )
        for at, name in enumerate(names)
    ]
    return Material(*frames(facts, document), Options())


def few() -> Material:
    return Material(*frames(trade_facts()), Options())


@pytest.mark.parametrize("found", [many(), few()], ids=["more than a page", "less than a page"])
@pytest.mark.parametrize("size", ["column", "slide"])
def test_a_picture_stays_the_same_however_often_its_title_was_changed(found: Material, size: str) -> None:
    view = view_of("?figure=values-over-time&theme=dark&page=2&order=-value")
    for title in ("", "One line", "A title that takes three lines " * 9, "Mine"):
        wanted = Composition(title, size=size)
        one = composed(view, wanted, found)
        made = Made("?figure=values-over-time", one.record.version, one.record.made)
        options = wanted.options(found.options)
        known = picture("values-over-time", found.facts, found.documents, options, PRESETS[size].size, made)
        assert one.figure == known.figure
        assert (one.record, one.height) == (known.record, known.height)


@pytest.mark.parametrize(
    ("size", "format", "told"),
    [
        ("slide", "png", "1920 × 1080 pixels"),
        ("slide", "pdf", "339 × 190 mm"),
        ("a4", "svg", "210 × 297 mm"),
        ("a4", "webp", "2480 × 3507 pixels, 210 mm wide"),
    ],
)
def test_the_size_of_a_picture_is_told_as_its_format_has_it(size: str, format: str, told: str) -> None:
    one = composed(view_of("?figure=changes"), Composition(size=size), few())
    assert measured(one, format) == told
