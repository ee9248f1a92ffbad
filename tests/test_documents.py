"""Documents: the text as it is, what is known of it, its sections, and a sentence for what cannot be read."""

import errno
import hashlib
import json
import os
import pickle
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import SEEDS

from documents import DocumentError, Raw, Refusal, Seen, bylines, parse, raw_all, read, read_all, survey
from documents.boilerplate import RULES, Rule, boilerplate_rule, may_be_boilerplate
from documents.sections import sections
from schemas.records import Document
from schemas.vocabulary import Section


def only(path: Path, **more: date) -> Document:
    (document,) = read(path, **more)
    return document


def refused(*sources: Path | str) -> list[str]:
    return [str(item) for item in read_all(sources) if isinstance(item, Refusal)]


def parts(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(str(section), text[start:end].strip()) for start, end, section in sections(text, title)]


@pytest.mark.parametrize(
    "data",
    ["plain\n", "line ends\r\nof\rall kinds\x0b\u2028\u0085\n", "\ufeffwith a mark", "é e\u0301 👩‍👩‍👧 İ"],
)
def test_the_text_of_a_file_is_its_bytes(tmp_path: Path, data: str) -> None:
    path = tmp_path / "a.b.txt"
    path.write_bytes(data.encode())
    document = only(path)
    assert document.text == data
    assert document.document_id == "a.b"
    assert document.sha256 == hashlib.sha256(data.encode()).hexdigest()
    assert document.source == str(path)


def test_a_record_beside_a_text_tells_what_is_known_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Exports fell.")
    (tmp_path / "a.meta.json").write_text(
        json.dumps({"title": "T", "publisher": "P", "published": "2024-02-08", "url": "left alone"})
    )
    document = only(path, published=date(2000, 1, 1))
    assert (document.title, document.publisher, document.published) == ("T", "P", date(2024, 2, 8))


@pytest.mark.parametrize(
    ("told", "means"), [("true", True), ("false", False), ('"yes"', True), ("0", False), ("null", None)]
)
def test_a_record_tells_whether_a_document_is_confidential(
    tmp_path: Path, told: str, means: bool | None
) -> None:
    (tmp_path / "a.txt").write_text("Exports fell.")
    (tmp_path / "a.meta.json").write_text(f'{{"confidential": {told}}}')
    assert only(tmp_path / "a.txt").confidential is means


def test_a_column_tells_whether_a_document_is_confidential(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text,confidential\na,Exports fell.,yes\nb,Imports fell.,\n")
    assert [one.confidential for one in read(path) if not isinstance(one, Refusal)] == [True, None]


def test_a_given_date_holds_where_none_is_known(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Exports fell.")
    assert only(path).published is None
    assert only(path, published=date(2000, 1, 1)).published == date(2000, 1, 1)


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ("{", "a.meta.json: it is not JSON"),
        ("[]", "a.meta.json: it is no JSON object"),
        ('{"published": "yesterday"}', "\"published\" is 'yesterday', which is no date like 2024-02-29"),
        ('{"title": 5}', '"title" is 5, which is no text'),
        ('{"confidential": "perhaps"}', "\"confidential\" is 'perhaps'; write true or false"),
        (json.dumps({"sha256": "0" * 64}), "a.txt: its sha256 is not the one in a.meta.json"),
    ],
)
def test_a_record_that_does_not_hold_is_refused(tmp_path: Path, record: str, says: str) -> None:
    (tmp_path / "a.txt").write_text("Exports fell.")
    (tmp_path / "a.meta.json").write_text(record)
    (told,) = refused(tmp_path / "a.txt")
    assert says in told


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "it is empty"),
        (b" \r\n\t\xef\xbb\xbf", "its text is empty"),
        (b"PNG\0\0", "its text holds NUL bytes"),
        (b"\xff\xfet\0e\0x", "it is not UTF-8 text (byte 1 cannot be read), and not utf-16 either"),
        (b"\x81\x8d\x8f\x90\x9d" * 9, "it is not UTF-8 text (byte 1 cannot be read), and in no encoding"),
    ],
)
def test_a_file_that_is_no_text_is_refused_in_a_sentence(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    (told,) = refused(path)
    assert told.startswith(f"{path}: {says}")
    with pytest.raises(DocumentError, match=r"a\.txt"):
        list(read(path))


def test_what_is_not_there_or_not_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_text("x")
    (tmp_path / "empty").mkdir()
    assert refused(tmp_path / "no.txt") == [f"{tmp_path / 'no.txt'}: there is no such file or folder."]
    assert refused(tmp_path / "no") == [f"{tmp_path / 'no'}: there is no such file or folder."]
    assert "files that end in .xyz are not read; give one of .txt" in refused(tmp_path / "a.xyz")[0]
    assert "the folder holds no file that ends in .txt" in refused(tmp_path / "empty")[0]


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")

    def opened(_: Path, __: str) -> None:
        # Root may read everything, so the system's own refusal cannot be had in every test run.
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "open", opened)
    assert "it cannot be read (Permission denied)" in refused(path)[0]


def test_a_jsonl_line_is_a_document_and_a_bad_one_is_refused_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [
        '\ufeff{"id": "a", "text": "Exports\\r\\nfell.", "published": "2024-02-08T09:00:00Z", "facts": []}',
        "",
        '{"id": "b"}',
        '{"id": 7, "text": "x", "title": "T", "publisher": null}',
        "not JSON",
        '["a list"]',
        '{"id": "d", "text": "half \\ud800"}',
        '{"id": true, "text": "x", "published": "2024-02-29 or so"}',
        '{"id": "e", "text": "x", "published": "2024-02-29 or so"}',
        '{"id": "a", "text": "again"}',
        "[" * 100_000,
    ]
    path.write_text("\n".join(lines), encoding="utf-8", newline="")
    items = list(read_all([path]))
    documents = [item for item in items if isinstance(item, Document)]
    assert [one.document_id for one in documents] == ["a", "7"]
    assert documents[0].text == "Exports\r\nfell."
    assert documents[0].published == date(2024, 2, 8)
    assert documents[1].title == "T"
    told = [str(item) for item in items if isinstance(item, Refusal)]
    assert [one.split(":")[0].removeprefix(f"{path}, ") for one in told[:6]] == [
        "line 3",
        "line 5",
        "line 6",
        "line 7",
        "line 8",
        "line 9",
    ]
    assert 'it has no "text"' in told[0]
    assert "it is not JSON" in told[1]
    assert "half a character at position 5" in told[3]
    assert told[6].startswith(f"{path}, line 10: a document with the id 'a' was read before it")
    assert f"({path}, line 1)" in told[6]
    assert "line 11" in told[7]


@pytest.mark.parametrize("data", [b"", b"\n \r\n\t\n", b"\xef\xbb\xbf\n"])
def test_a_jsonl_file_without_a_document_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(data)
    assert refused(path) == [f'{path}: it is empty; write one JSON object with "id" and "text" a line.']


@pytest.mark.parametrize("published", [20240305, 0, True, ["2024-03-05"]])
def test_a_date_that_is_no_text_is_refused(tmp_path: Path, published: object) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "Exports fell.", "published": published}))
    (told,) = refused(path)
    assert (
        told == f'{path}, line 1: "published" is {published!r}, which is no text; write it as "2024-02-29".'
    )


def test_a_folder_is_read_with_its_subfolders_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.txt", ".hidden.txt", ".git/d.txt", "e.xyz", "b.meta.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("{}" if name.endswith("json") else "Exports fell.")
    assert [one.document_id for one in read(tmp_path)] == ["a", "b", "c"]


def test_what_a_browser_saved_beside_a_page_is_passed_over(tmp_path: Path) -> None:
    for name in ("page.html", "page_files/advert.html", "other_files/a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("<html><body><p>Exports fell in the month of May.</p></body></html>")
    assert [one.document_id for one in read(tmp_path)] == ["page", "a"]


def test_a_broken_document_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\0")
    (tmp_path / "b.txt").write_text("Exports fell.")
    kinds = [type(item).__name__ for item in read_all([tmp_path, tmp_path / "c.txt"])]
    assert kinds == ["Refusal", "Document", "Refusal"]


def test_the_seeds_have_records_that_hold() -> None:
    documents = list(read(SEEDS))
    assert len(documents) == 5
    assert all(document.published for document in documents)
    assert [bool(document.title) for document in documents] == [False, True, False, True, True]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_boilerplate_rule_reads_its_name_and_examples_and_leaves_the_rest(rule) -> None:
    for line in (rule.name, *rule.examples):
        assert boilerplate_rule(line) is rule, line
        assert boilerplate_rule(f"  {line.upper()}\r") is rule, line
    for line in rule.refuses:
        assert boilerplate_rule(line) is None, line


def test_boilerplate_rules_have_names_of_their_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_every_line_that_a_rule_can_read_is_tried_on_it(rule: Rule, data: st.DataObject) -> None:
    """The short look at the first word loses nothing: lines are made of each rule's own pattern."""
    line = data.draw(st.from_regex(re.compile(rule.pattern, re.IGNORECASE), fullmatch=True))
    assert may_be_boilerplate(line), line


@given(st.text(alphabet=st.sampled_from("Sharſe K|·»/ \t\xa0\u2003x"), max_size=30))
def test_a_line_is_divided_wherever_it_has_a_divider(line: str) -> None:
    """The short look for a divider loses nothing either."""
    parts = re.split(r"\s*[|·▶►»]\s*|\s/\s|\s{2,}|\t", line.strip())
    assert (boilerplate_rule(line) is not None) == any(
        re.fullmatch(r"share\W*", part, re.I) for part in parts
    )


BODY = "Exports to Russia fell by 39% in January, the ministry said on Friday."


@pytest.mark.parametrize(
    "line",
    [
        "Turkish exports to Russia fall by 39%",
        "Are the exporters right?",
        "TARIFFS HIT CHIPS FROM THE U.S.",
        "# A heading in Markdown",
        "\ufeffBehind a byte order mark",
    ],
)
def test_a_short_first_line_above_a_text_is_the_headline(line: str) -> None:
    assert [section for section, _ in parts(f"{line}\n\n{BODY}")] == ["headline", "body"]
    assert [section for section, _ in parts(f"\n\n{line}\n{BODY}\n")] == ["headline", "body"]


@pytest.mark.parametrize(
    "text",
    [
        "Turkish exports fell by 39%",
        BODY,
        f"{BODY}\n{BODY}",
        f"The figures:\n{BODY}",
        f"• Exports fell\n{BODY}",
        "Exports to Russia fell by 39% in\njanuary, the ministry said.",
        "The US is targeting Turkish banks integrated into Mir, the system of\n"
        "Russia for domestic payments, two officials involved in the plans\n"
        "Ankara makes told reporters.",
        "Exports $4bn\nImports 3",
    ],
)
def test_a_first_line_that_is_no_headline_is_body(text: str) -> None:
    assert {section for section, _ in parts(text)} == {"body"}


def test_the_given_title_is_the_headline_however_it_looks() -> None:
    assert parts(f"Exports fell.\n{BODY}", "Exports fell.")[0] == ("headline", "Exports fell.")


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe",
        "BY JANE DOE and A. B. O’Neil",
        "2 Feb, 2024 16:15",
        "02/02/2024",
        "Published: today",
        "Share",
    ],
)
def test_what_stands_above_the_headline_is_passed_over(line: str) -> None:
    assert parts(f"{line}\nExports fall by 39%\n{BODY}")[1] == ("headline", "Exports fall by 39%")


@pytest.mark.parametrize(
    "line", ["By the end of May tariffs rise", "2024 budget passes", "From May tariffs rise"]
)
def test_a_headline_may_begin_like_a_byline_or_a_date(line: str) -> None:
    assert parts(f"{line}\n{BODY}")[0] == ("headline", line)


@pytest.mark.parametrize("rule", bylines.RULES, ids=lambda rule: rule.name)
def test_a_byline_rule_reads_its_examples_and_leaves_the_rest(rule: bylines.Byline) -> None:
    for line in rule.examples:
        assert re.fullmatch(rule.pattern, line), line
        told = parts(f"Exports fall by 39%\n{line}\n{BODY}")
        assert [section for section, _ in told] == ["headline", "byline", "body"], line
    for line in rule.refuses:
        assert not bylines.is_byline(line), line


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("A ship leaves Mersin. (Photo by Jane Doe)", "caption"),
        ("Photo: Reuters", "caption"),
        ("We use cookies to give you the best experience.", "boilerplate"),
        ("By 2024 exports had fallen by 4%, the ministry said.", "body"),
    ],
)
def test_a_line_below_the_headline_has_its_section(line: str, section: str) -> None:
    text = f"Exports fall by 39%\n{BODY}\n{line}\n{BODY} {BODY} {BODY}"
    at = text.index(line)
    (found,) = (one.section for one in sections(text) if one.start <= at < one.end)
    assert found == section


def test_what_stands_above_a_title_that_is_known_is_the_pages() -> None:
    told = parts(f"THE DAILY LEDGER\nEconomy\nExports fall by 39%\n{BODY}", "Exports fall by 39%")
    assert [section for section, _ in told] == ["boilerplate", "headline", "body"]


def test_what_follows_a_list_of_teasers_is_boilerplate_until_the_article_goes_on() -> None:
    teasers = "Articles You May Like\n\nThe answer could be worth £1.3mn\nA rally ends"
    assert [section for section, _ in parts(f"{BODY}\n{teasers}")] == ["body", "boilerplate"]
    paragraph = " ".join([BODY] * 4)
    assert [section for section, _ in parts(f"{BODY}\n{teasers}\n{paragraph}")] == [
        "body",
        "boilerplate",
        "body",
    ]


def test_a_single_line_of_the_page_is_boilerplate_alone() -> None:
    assert [section for section, _ in parts(f"{BODY}\n27 comments\n{BODY}")] == [
        "body",
        "boilerplate",
        "body",
    ]


def test_the_headline_is_the_title_where_none_is_given(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"# Exports fall \n\n{BODY}")
    assert only(tmp_path / "a.txt").title == "Exports fall"


@given(
    data=st.binary(max_size=60) | st.text(max_size=60).map(str.encode),
    ending=st.sampled_from(["txt", "jsonl"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_give_documents_or_refusals(tmp_path: Path, data: bytes, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(data)
    assert all(isinstance(item, (Document, Refusal)) for item in read_all([path]))


@given(st.text(alphabet=st.sampled_from("aB. \n\r\t:-•1%|Read more"), max_size=200))
def test_passages_cover_any_text_without_a_gap(text: str) -> None:
    passages = sections(text)
    assert "".join(text[start:end] for start, end, _ in passages) == (text if passages else "")
    assert bool(passages) == bool(text.strip(" \n\r\t"))
    assert all(isinstance(section, Section) for _, _, section in passages)


def test_raw_documents_are_parsed_elsewhere_into_the_same(tmp_path: Path) -> None:
    """Cutting, handing over to another process, parsing and looking at the ids is what read_all does."""
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "a.meta.json").write_text('{"publisher": "P", "published": "2024-02-29"}')
    (tmp_path / "b.txt").write_bytes(b"\0")
    (tmp_path / "c.jsonl").write_text('{"id": "a", "text": "again"}\n{"id": "c", "text": "x"}\nnone\n')
    raws = list(raw_all([tmp_path, "no.txt"], date(2000, 1, 1)))
    seen, items = Seen(), []
    for raw in pickle.loads(pickle.dumps(raws)):
        item = parse(raw) if isinstance(raw, Raw) else raw
        items.append((seen.again(raw.name, item.document_id) if isinstance(item, Document) else None) or item)
    assert items == list(read_all([tmp_path, "no.txt"], date(2000, 1, 1)))
    assert [type(item) for item in items] == [Document, Refusal, Refusal, Document, Refusal, Refusal]
    assert sum(raw.size for raw in raws if isinstance(raw, Raw)) == survey([tmp_path]).size


@given(
    st.lists(
        st.tuples(st.text(max_size=3), st.sampled_from(["a, line 1", "a, line 01", "a 7", "a ", "", "é"]))
    )
)
def test_an_id_is_remembered_with_the_name_of_its_first_document(pairs: list[tuple[str, str]]) -> None:
    seen, first = Seen(), dict[str, str]()
    for document_id, name in pairs:
        refusal = seen.again(name, document_id)
        assert (refusal is not None) == (document_id in first)
        if refusal:
            assert f"the id {document_id!r} was read before it ({first[document_id]});" in refusal.reason
        first.setdefault(document_id, name)
    assert len(pickle.loads(pickle.dumps(seen))) == len(first)


def test_the_fingerprint_of_sources_changes_with_them(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BODY)
    marks = {survey([tmp_path]).fingerprint}
    assert survey([tmp_path]) == survey([str(tmp_path)])
    (tmp_path / "a.meta.json").write_text("{}")
    marks.add(survey([tmp_path]).fingerprint)
    path.write_text(BODY + BODY)
    marks.add(survey([tmp_path]).fingerprint)
    os.utime(path, (1, 1))
    marks.add(survey([tmp_path]).fingerprint)
    (tmp_path / "b.jsonl").write_text("")
    marks.add(survey([tmp_path]).fingerprint)
    marks.add(survey([tmp_path, tmp_path / "no.txt"]).fingerprint)
    assert len(marks) == 6 and None not in marks
    assert survey([tmp_path, "-"]) == (3, None, None)
