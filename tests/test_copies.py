"""Copies: the same text twice is one, and an article with small edits is told to be a copy of the first."""

import random
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from making import made_reading
from test_command import Command

from extraction import extract
from pipeline.loading import load
from schemas.filters import Filters
from schemas.records import Document, Passage, Reading
from schemas.vocabulary import Section
from store import Saved, Store
from store.likeness import bands, likeness, stretches

WORDS = Path(__file__).parent.joinpath("plain.txt").read_text(encoding="utf-8").split()
DAY = date(2024, 2, 8)
STORY = (
    "Turkey's exports to Russia fell by 39% in January to $631mn, official data showed on Thursday, as banks "
    "grew wary of sanctions that Washington threatens to impose on lenders that deal with Russian firms."
    "\n\nImports from Russia fell by 20% to $4 billion in the same month, the ministry of trade said. "
    "Analysts expect the fall to go on, because payments are delayed for weeks and many lenders have closed "
    "the accounts of their Russian customers. Exports of machinery were hit the most, textiles the least.\n\n"
    "The ministry did not comment on the figures. Moscow said that both sides were looking for a way "
    "around the difficulties, and that trade would recover by the summer at the latest."
)


def reading(document_id: str, text: str = STORY, **told: object) -> Reading:
    document = Document(document_id, text, **{"published": DAY, **told})  # type: ignore[arg-type]
    return Reading(document, tuple(extract(document)))


def said(store: Store, **filters: bool) -> list[tuple[str, str]]:
    found = store.facts(Filters(**filters))  # type: ignore[arg-type]
    return list(zip(found["document_id"], found["quote"], strict=True))


EDITED = STORY.replace("official data showed", "figures showed").replace("hit the most", "hit hardest")


def test_the_same_text_twice_is_one_document(store: Store) -> None:
    assert store.save(reading("a"), "1") == Saved.STORED
    assert store.save(reading("b"), "1") == Saved.SAME
    assert store.save(reading("c", publisher="The Ledger", published=None), "1") == Saved.SAME
    assert store.save_all([(reading("d", "Tea rose 5%."), "1"), (reading("e", "Tea rose 5%."), "1")]) == [
        Saved.STORED,
        Saved.SAME,
    ]
    assert list(store.documents()["document_id"]) == ["a", "d"]


def test_the_same_text_of_two_publishers_is_a_copy(store: Store) -> None:
    store.save(reading("a", publisher="The Ledger"), "1")
    assert store.save(reading("b", publisher="The Courier"), "1") == Saved.COPY
    assert store.originals() == {"b": "a"}


def test_an_article_with_small_edits_is_a_copy_and_its_claims_count_once(store: Store) -> None:
    store.save(reading("a"), "1")
    more = "\n\nThe Ledger adds: gas prices fell by 7% in January."
    outcomes = store.save_all([(reading("b", EDITED + more), "1"), (reading("c", EDITED), "1")])
    assert outcomes == [Saved.COPY, Saved.COPY]
    assert store.originals() == {"b": "a", "c": "a"}
    assert store.copies("b") == store.copies("a") == ["a", "b", "c"]
    quotes = [fact.quote for fact in reading("a").facts]
    assert len(quotes) == 4
    assert said(store) == [*(("a", quote) for quote in quotes), ("b", "7%")]
    assert len(said(store, copies=True)) == 3 * 4 + 1
    assert store.counts("document_id", Filters()).to_dict() == {"a": 4, "b": 1}


def test_a_figure_that_was_corrected_in_a_copy_is_no_repetition(store: Store) -> None:
    store.save(reading("a"), "1")
    assert store.save(reading("b", EDITED.replace("39%", "36%")), "1") == Saved.COPY
    assert ("b", "36%") in said(store)
    assert [quote for document_id, quote in said(store) if document_id == "b"] == ["36%"]


def test_a_report_of_another_month_is_no_copy(store: Store) -> None:
    words = ["steel", "tea", "cars", "wheat", "grain", "coal", "gas", "oil"]
    form = " ".join(f"Exports of {one} {{}} by {{}}% to ${{}}mn in {{}}." for one in words)
    chance = random.Random(3)

    def month(name: str) -> str:
        cells = [
            (chance.choice("rose fell".split()), chance.randint(1, 99), chance.randint(1, 999), name)
            for _ in words
        ]
        return form.format(*(cell for row in cells for cell in row))

    assert store.save(reading("jan", month("January")), "1") == Saved.STORED
    assert store.save(reading("feb", month("February")), "1") == Saved.STORED


def test_what_is_a_copy_stays_one_when_it_is_read_again(store: Store) -> None:
    store.save_all([(reading("a"), "1"), (reading("b", EDITED), "1")])
    before = said(store)
    assert store.save_all([(reading("a"), "2"), (reading("b", EDITED), "2")]) == [Saved.REREAD] * 2
    assert (store.originals(), said(store)) == ({"b": "a"}, before)
    assert store.save(reading("a"), "3") == Saved.REREAD
    assert (store.originals(), said(store)) == ({"b": "a"}, before)


def test_a_copy_of_what_was_replaced_stands_alone(store: Store) -> None:
    store.save_all([(reading("a"), "1"), (reading("b", EDITED), "1")])
    store.save(reading("a", "Exports of tea rose by 5%."), "1", replace=True)
    assert store.originals() == {}
    assert {document_id for document_id, _ in said(store)} == {"a", "b"}
    store.save(reading("a", STORY), "1", replace=True)
    assert store.originals() == {"a": "b"}


def test_loading_tells_of_copies(store: Store, tmp_path: Path) -> None:
    for name, text in {"a": STORY, "b": EDITED, "c": STORY}.items():
        (tmp_path / f"{name}.txt").write_text(text)
    assert (
        str(load([tmp_path], store))
        == "1 stored, 1 stored as copies of others, 1 the same as others; 8 facts"
    )
    assert str(load([tmp_path], store)) == "1 the same as others, 2 unchanged; 8 facts"


def test_the_command_shows_which_documents_are_copies(run: Command, tmp_path: Path) -> None:
    for name, text in {"a": STORY, "b": EDITED}.items():
        (tmp_path / f"{name}.txt").write_text(f"5 March 2024\n\n{text}")
    run("load", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    lines = [line.split() for line in run("documents").out.splitlines() if line.startswith(("  a", "  b"))]
    assert [(line[0], line[1], line[2], line[-1]) for line in lines] == [
        ("a", "2024-03-05", "(dateline)", "4"),
        ("b", "2024-03-05", "(dateline)", "a"),
    ]
    assert run("facts", "--format", "csv").out.count("\n") == 5
    assert run("facts", "--format", "csv", "--copies").out.count("\n") == 9


def test_only_the_body_tells_whether_texts_are_alike() -> None:
    one = Document("a", STORY)
    around = "\n\nArticles You May Like\n\n" + " ".join(WORDS[:400])
    sections = (
        Passage(0, len(STORY), Section.BODY),
        Passage(len(STORY), len(STORY + around), Section.BOILERPLATE),
    )
    other = Document("b", STORY + around, passages=sections)
    assert bands(one) == bands(other)
    assert likeness(stretches(one), stretches(other)) == 1.0


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(100, 400), st.floats(0, 1))
def test_bands_find_what_is_alike(chance: random.Random, length: int, edited: float) -> None:
    words = chance.choices(WORDS, k=length)
    other = [chance.choice(WORDS) if chance.random() < edited / 20 else word for word in words]
    a, b = Document("a", " ".join(words)), Document("b", " ".join(other))
    alike = likeness(stretches(a), stretches(b))
    assert likeness(stretches(b), stretches(a)) == alike
    if alike > 0.97:
        assert set(bands(a)) & set(bands(b))
    if alike < 0.2:
        assert len(set(bands(a)) & set(bands(b))) < 3
    assert 0 <= alike <= 1


def test_short_texts_are_copies_of_nothing(store: Store) -> None:
    assert bands(made_reading().document) == ()
    store.save_all(
        [(reading("a", "Exports of tea rose by 5%."), "1"), (reading("b", "Exports of tea rose by 6%."), "1")]
    )
    assert store.originals() == {}
