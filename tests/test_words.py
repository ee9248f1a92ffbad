"""Words are looked for in sentences with one meaning on either kind of database."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import made_fact
from sqlalchemy import text as sql

from schemas.filters import Filters
from schemas.records import Document, Reading
from store import Store
from store.words import sentences_with, terms

SENTENCES = {
    "exports": "Turkey’s exports to Russia fell by 39% year-on-year in January.",
    "big": "Imports rose to 391 million, a rise of 1.2 points; they fell, by contrast, in Łódź.",
    "türk": "Türkİye’nin IĞDIR ili: çay ihracatı ŞIRNAK’ta ½ ton, 20 m² ve 3.5bn₺.",
    "accents": "Côte d'Ivoire exported cafe\u0301 and São Tomé, 1\u202f234 tonnes\u2011plus (approx).",
    "others": "Экспорт чая из России в Йемен; ΕΞΑΓΩΓΕΣ ΤΣΑΓΙΟΥ; 输出 5% 增长.",
    "signs": 'He said: "C&A\'s <b>sales</b>" rose @home — 50€/t, a.b@c.example, https://x.example/y_z.',
    "long": "x" * 3000 + " and tea.",
}


@pytest.fixture
def filled(store: Store) -> Store:
    save(store, SENTENCES)
    return store


def save(store: Store, sentences: dict[str, str]) -> None:
    for name, text in sentences.items():
        document = Document(name, text)
        store.save(Reading(document, (made_fact(document, text[:1]),)), "1")


def found(store: Store, search: str) -> set[str]:
    """Return the documents in which words are found; the selection finds the same."""
    filters = Filters(search=search)
    frame = store.facts(filters)
    assert sorted(store.selection(filters).ids()) == sorted(frame["fact_id"])
    return set(frame["document_id"])


@pytest.mark.parametrize(
    ("search", "where"),
    [
        ("export", "exports accents"),
        ("xport", ""),
        ("EXPORTS russia", "exports"),
        ("exports imports", ""),
        ("39%", "exports"),
        ("39", "exports big"),
        ("391", "big"),
        ("1.2", "big accents"),
        ("1.2%", "big"),
        ("2.1", ""),
        ("year-on-year", "exports"),
        ("year-on", "exports"),
        ("on-year-year", ""),
        ('"fell by"', "exports big"),
        ('"fell by 39%"', "exports"),
        ('"fell by contrast"', "big"),
        ('"fell b"', ""),
        ('"by fell"', ""),
        ('"Turkey s exports"', "exports"),
        ("turkey's", "exports"),
        ("Turkey’s", "exports"),
        ('"exports to', "exports"),
        ("lodz", ""),
        ("Łodz", "big"),
        ("ŁÓDŹ", "big"),
        ("turkiye", "türk"),
        ("TÜRKIYE", "türk"),
        ("türkiye'nin", "türk"),
        ("igdir", "türk"),
        ("cay ihracatı", "türk"),
        ("cay ihracati", ""),
        ("şırnak", ""),
        ("sirnak", "türk"),
        ("½ çay", "türk"),
        ('"20 m ve"', "türk"),
        ("m²", "big türk"),
        ("3.5bn", "türk"),
        ("cafe", "accents"),
        ("café", "accents"),
        ("cafe\u0301", "accents"),
        ("COTE ivoire", "accents"),
        ("sao tome", "accents"),
        ("1 234", "accents"),
        ("plus", "accents"),
        ("approx)", "accents"),
        ("ЭКСПОРТ", "others"),
        ("россии", "others"),
        ("йемен", "others"),
        ("εξαγωγεσ", "others"),
        ("εξαγωγες", "others"),
        ("输出", "others"),
        ("C&A", "signs"),
        ("<b>sales</b>", "signs"),
        ("a.b@c.example", "signs"),
        ("x.example/y_z", "signs"),
        ("y_z", "signs"),
        ("50€/t", "signs"),
        ("x" * 3000 + " tea", "long"),
    ],
)
def test_where_words_are_found(filled: Store, search: str, where: str) -> None:
    # PostgreSQL keeps no word of three thousand letters.
    is_kept = filled._engine.dialect.name == "sqlite" or len(search) < 2000
    assert found(filled, search) == (set(where.split()) if is_kept else set())


@pytest.mark.parametrize("search", ["%", "...", '"', '""', '" "', "&|!():*<->", "—", "\\", "  ", "_", "\0"])
def test_signs_alone_are_no_question(filled: Store, search: str) -> None:
    assert found(filled, search) == set(SENTENCES)


@pytest.mark.parametrize(
    "search",
    [
        "tea* OR exports", "NEAR(exports russia)", "text:exports", "exports NOT tea", "^exports", "-exports",
        "{text}: x", "'exports':* & ('", "exports & !russia | (", "exports:*", "exports'; DROP TABLE x--",
        'exports" OR "x', "exports\\'", "exports\\", "%s %(x)s {0} :x ?",
    ],
)  # fmt: skip
def test_no_sign_commands_the_database(filled: Store, search: str) -> None:
    assert found(filled, search) <= {"exports"}
    assert filled.summary().documents == len(SENTENCES)


@pytest.mark.parametrize(
    "search", ["y" * 10_000, "tea " * 2_500, '"' * 10_000, '"tea ' * 2_500, "é" * 10_000]
)
def test_ten_thousand_letters_are_no_error(filled: Store, search: str) -> None:
    assert found(filled, search) <= set(SENTENCES)


def test_a_long_question_is_bounded() -> None:
    assert len(terms("tea " * 2_500)) == 16
    (phrase,) = terms('"' + "tea " * 2_500 + '"')
    assert len(phrase.words) == 16
    (cut,) = terms('"tea ' + "y" * 500 + ' tea"')
    assert (cut.words, cut.is_whole) == (("tea", "y" * 200), False)


_LETTERS = st.characters(categories=["L", "N", "P", "S", "Zs"], max_codepoint=0x24F)
_TEXTS = st.lists(st.text(_LETTERS, min_size=1, max_size=8), min_size=1, max_size=5).map(" ".join)


@pytest.fixture
def both(file_store: Store, server_store: Store) -> tuple[Store, Store]:
    return file_store, server_store


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_TEXTS, data=st.data())
def test_both_databases_find_the_same(both: tuple[Store, Store], text: str, data: st.DataObject) -> None:
    words = text.split() or [text]
    part = data.draw(st.sampled_from(words))
    search = data.draw(
        st.sampled_from([part, part.upper(), part.swapcase(), part[:3], f'"{part}"', f"{part}%"])
    )
    asked = terms(search)
    results = []
    for store in both:
        with store._writing() as connection:
            connection.exec_driver_sql("DELETE FROM documents")
        save(store, {"a": text})
        results.append(bool(asked) and store.selection(Filters(search=search)).ids() != [])
    assert results[0] == results[1]
    # Whatever stands there is found by itself.
    assert results[0] == bool(asked) or search != part


def test_postgresql_answers_from_its_index(server_store: Store) -> None:
    save(server_store, SENTENCES)
    question = sentences_with(terms("year-on-year 39%"), "postgresql")
    with server_store._reading() as connection:
        connection.execute(sql("SET enable_seqscan = off"))
        compiled = question.compile(connection, compile_kwargs={"literal_binds": True})
        plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {compiled}", ()).scalars())
    assert "ix_sentences_words" in plan
