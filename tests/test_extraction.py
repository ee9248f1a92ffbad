"""What the extractor promises of every text: no exception, true spans, the same facts again."""

import json
import subprocess
import sys
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.corpus import documents
from documents.sections import sections as passages_of
from extraction import extract
from extraction.language.sentences import sentences
from schemas.frames import check_facts, facts_frame
from schemas.records import Document, Fact, Passage
from schemas.vocabulary import FACT_COLUMNS, Section

WORDS = st.sampled_from(
    """exports imports trade rose fell by to from $ € 5 39% 144 million billion bn euros tonnes of the
    Turkey Russia's Turkish January 2023 first nine months year-on-year a third doubled more than
    about up down ( ) , . ; – - compared with against 18 companies share accounted for tariff twice
    half 1,200 F-16 S&P 500 barrel a day since between and respectively those Q3 fiscal last week of
    which not but""".split()
)
PROSE = st.lists(WORDS, max_size=60).map(" ".join)


def read(text: str, published: date | None = date(2024, 3, 5)) -> list[Fact]:
    return extract(Document("d", text, published=published))


def by_quote(text: str, published: date | None = date(2024, 3, 5)) -> dict[str, Fact]:
    return {fact.quote: fact for fact in read(text, published)}


@given(st.one_of(st.text(max_size=300), PROSE))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_true_spans_and_valid_facts(text: str) -> None:
    facts = read(text)
    for fact in facts:
        assert text[fact.start : fact.end] == fact.quote
        assert text[fact.sentence_start : fact.sentence_end] == fact.sentence
        for words in fact.evidence:
            assert 0 <= words.start < words.end <= len(text)
            column = words.field if words.field in FACT_COLUMNS else f"{words.field}_start"
            assert getattr(fact, column) is not None
    assert len({fact.fact_id for fact in facts}) == len(facts)
    check_facts(facts_frame(facts), {"d": text})


@given(PROSE)
@settings(max_examples=50, deadline=None)
def test_the_same_text_gives_the_same_facts(text: str) -> None:
    assert read(text) == read(text)


def test_another_process_gives_the_same_facts() -> None:
    """Python salts its hashes anew in each process; the facts and their ids do not notice."""
    text = "Preliminary data show Turkey's exports to Russia fell 39% to $631mn in January, and imports 7%."
    program = (
        "import json,sys; from extraction import extract; from schemas.records import Document;"
        "print(json.dumps([list(map(str, f)) for f in extract(Document('d', sys.argv[1]))]))"
    )
    told = subprocess.run([sys.executable, "-c", program, text], capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == [list(map(str, fact)) for fact in extract(Document("d", text))]


@given(st.text(max_size=400))
@settings(deadline=None)
def test_sentences_stand_in_order_and_lose_no_word(text: str) -> None:
    spans = list(sentences(text))
    assert all(a < b for a, b in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    kept = "".join(text[a:b] for a, b in spans)
    assert "".join(kept.split()).replace("\ufeff", "") == "".join(text.split()).replace("\ufeff", "")


@pytest.mark.parametrize(
    "unit",
    [
        "7",
        ",",
        "1,",
        "million ",
        "5 million ",
        "a",
        "word ",
        "rose 5% to ",
        "(",
        "$",
        "1-",
        "from $5 ",
        "Turkey, ",
        "5 ships, ",
        "1/2/",
    ],
)
def test_long_and_hostile_texts_are_read_to_their_end(unit: str) -> None:
    text = (unit * 60_000)[:60_000]
    for fact in read(text):
        assert text[fact.start : fact.end] == fact.quote


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x01\x02",
        "٣٩٪ ארה״ב 3%",
        "📈 up 5% 📉",
        "\ud800 5%",
        "exports rose 1" + "0" * 400 + "%",
        "a\u202egnp.exe\u202c 7 companies",
        "Israel bought tariff. 12 percent",
    ],
)
def test_odd_texts_raise_nothing(text: str) -> None:
    for fact in read(text):
        assert text[fact.start : fact.end] == fact.quote


@pytest.mark.parametrize(("profile", "seed"), [("news", 2), ("dense", 3)])
def test_articles_by_the_thousand_raise_nothing(profile: str, seed: int) -> None:
    for document in documents(1_000_000, profile, seed):
        for fact in extract(document):
            assert document.text[fact.start : fact.end] == fact.quote


def test_two_numbers_side_by_side_are_not_added() -> None:
    assert [fact.value for fact in read("They counted five twenty tankers.")] == [20]


def test_names_years_and_dates_are_no_facts() -> None:
    traps = (
        "In 2019 and on December 22 the F-16, the F-35, the S-400 and the S&P 500 were named in Annex VII, "
        "page 14; the G7 met at 16:15 on 2 Feb, 2024, and 5G followed."
    )
    assert read(traps) == []


def test_what_three_known_extractors_misread() -> None:
    fact = by_quote("Blinken said the US would provide $185mn to help the Turkish relief effort.")["$185mn"]
    assert (fact.value, fact.unit, fact.flow, fact.reporter, fact.partner) == (
        185e6,
        "USD",
        "aid",
        "USA",
        "TUR",
    )


def test_an_ambiguous_multiple_names_its_other_reading() -> None:
    fact = by_quote("This figure is three times higher than the same period last year.")["three times"]
    assert fact.value == 3
    assert [words.note for words in fact.evidence if words.field == "value"] == [
        "may also be read as 4 times"
    ]


def test_without_a_date_relative_periods_stay_unresolved() -> None:
    fact = by_quote("Exports rose 4% in January.", published=None)["4%"]
    assert fact.period_start is None
    dated = by_quote("Exports rose 4% in January 2023.", published=None)["4%"]
    assert (dated.period_start, dated.period_end) == (date(2023, 1, 1), date(2023, 1, 31))


def test_every_assumption_lowers_the_confidence() -> None:
    told = by_quote("Turkey's exports to Russia fell 39% in January 2024.")["39%"]
    carried = read("Turkey's exports to Russia fell 39% in January 2024. Imports fell 20%. That is much.")[-1]
    assert carried.reporter == "TUR"
    assert carried.confidence < told.confidence


def test_boilerplate_borrows_nothing_from_the_article() -> None:
    article = "Turkey's exports to Russia fell 39% in January."
    text = f"{article}\n\nArticles You May Like\n\nIs this drink worth £1.3mn\n"
    teaser = extract(Document("d", text, passages=passages_of(text)))[-1]
    assert (teaser.quote, teaser.section, teaser.salience) == ("£1.3mn", "boilerplate", "low")
    assert (teaser.flow, teaser.reporter) == (None, None)


def test_the_items_of_a_digest_have_no_common_subject() -> None:
    text = "Cairo buys\n\n■ Egypt. Egypt bought 5 tonnes of wheat.\n\n■ Chad. Shipments reached 9 tonnes.\n"
    facts = extract(Document("d", text))
    assert [fact.reporter for fact in facts if fact.quote == "9 tonnes"] == ["TCD"]


def test_what_a_page_counts_is_no_fact() -> None:
    assert extract(Document("d", "Peru sold 5 tonnes.\n14.2K views · 311 reposts · 8h"))[1:] == []


def test_a_duty_is_on_exports_where_the_headline_says_so() -> None:
    headline = "Argentina's export-tax holiday"
    text = f"{headline}\n\nOn Monday Buenos Aires scrapped its duty of 26% on soybeans."
    end = len(headline)
    passages = (Passage(0, end, Section.HEADLINE), Passage(end, len(text), Section.BODY))
    facts = extract(Document("d", text, passages=passages))
    assert [(fact.flow, fact.reporter) for fact in facts] == [("export", "ARG")]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Exports rose to $631 million² in 2023.", 631e6, "USD"),
        ("Exports rose to $631[2] million in 2023.", 631e6, "USD"),
        ("Exports rose to $631 million.[2][3]", 631e6, "USD"),
        ("Exports rose by 4.2%¹ in May.", 4.2, "percent"),
        ("Exports of 5,020[a] tonnes left.", 5020.0, "tonne"),
        ("Exports of 5 km² of carpets rose.", 5.0, "kilometer**2"),
        ("Exports rose to **$631** million in 2023.", 631e6, "USD"),
        ("Exports rose by __4.2%__ in May.[^1]", 4.2, "percent"),
    ],
)
def test_the_mark_of_a_footnote_is_read_past(text: str, value: float, unit: str) -> None:
    (fact,) = extract(Document("a", text))
    assert (fact.value, fact.unit) == (value, unit)
    assert text[fact.start : fact.end] == fact.quote
