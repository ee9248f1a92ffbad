"""Many documents at once, and facts from files: what is stored is whole, however it ends."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from making import made_reading
from pandas.testing import assert_frame_equal

from documents import Refusal
from pipeline.extracting import StrictError
from pipeline.filed import FiledError, FiledFacts
from pipeline.formats import Csv, Jsonl, Parquet
from pipeline.loading import extractor_version, load
from pipeline.storing import Batch, Storing
from schemas.frames import facts_frame
from schemas.records import Document, Evidence, Fact, Reading
from store import UNREAD, Saved, Store, StoreError, UnusableError

FOLDER = Path(__file__).parent


def batch(*names: str, by: str = "1", text: str | None = None) -> list[tuple[Reading, str]]:
    return [(made_reading(name, text or f"{name} rose 39% and 20%."), by) for name in names]


def test_each_document_of_a_batch_has_its_own_outcome(store: Store) -> None:
    store.save_all(batch("a", "b", by="0") + batch("c", "d"))
    outcomes = store.save_all(
        [
            *batch("new"),
            *batch("a"),
            *batch("b", text="Other 5%."),
            *batch("c"),
            (made_reading("e", "No."), "1"),
        ]
    )
    kinds = [type(one) if isinstance(one, StoreError) else one for one in outcomes]
    assert kinds == [Saved.STORED, Saved.REREAD, StoreError, Saved.UNCHANGED, Saved.STORED]
    assert "another text under the id 'b'" in str(outcomes[2])
    assert (store.summary().documents, store.summary().facts) == (6, 10)
    assert store.save_all(batch("b", text="Other 5%."), replace=True) == [Saved.REREAD]
    assert store.save_all([]) == []


def test_a_document_that_cannot_be_stored_stops_none_of_its_batch(store: Store) -> None:
    names = [f"d{number}" for number in range(20)]
    mixed = batch(*names)
    broken = mixed[7][0]
    mixed[7] = (Reading(broken.document, (broken.facts[0], broken.facts[0])), "1")
    taken = mixed[12][0]
    mixed[12] = (
        Reading(taken.document, (taken.facts[0]._replace(fact_id=mixed[2][0].facts[0].fact_id),)),
        "1",
    )
    outcomes = store.save_all(mixed)
    assert [number for number, one in enumerate(outcomes) if isinstance(one, StoreError)] == [7, 12]
    assert outcomes.count(Saved.STORED) == 18
    assert set(store.documents()["document_id"]) == set(names) - {"d7", "d12"}
    assert store.summary().facts == 36


def test_two_of_one_id_in_a_batch_are_stored_one_after_the_other(store: Store) -> None:
    outcomes = store.save_all(batch("a", "b", "a") + batch("a", text="Other 5%."))
    assert outcomes[:3] == [Saved.STORED, Saved.STORED, Saved.UNCHANGED]
    assert isinstance(outcomes[3], StoreError)


def test_half_a_character_is_refused_alone(store: Store) -> None:
    outcomes = store.save_all(batch("a", "b") + batch("c", text="\ud800 5%."))
    assert [type(one) for one in outcomes] == [Saved, Saved, StoreError]
    assert store.summary().documents == 2


def test_many_batches_at_once_store_each_document_once(store: Store) -> None:
    names = [f"d{number}" for number in range(200)]

    def save(number: int) -> list[Saved | StoreError]:
        # Each begins elsewhere, so that they would wait for one another in a circle.
        return store.save_all(batch(*names[number * 40 :], *names[: number * 40]))

    with ThreadPoolExecutor(5) as threads:
        outcomes = [one for told in threads.map(save, range(5)) for one in told]
    assert outcomes.count(Saved.STORED) == 200
    assert outcomes.count(Saved.UNCHANGED) == 800
    assert (store.summary().documents, store.summary().facts) == (200, 400)


def test_what_is_reported_by_sqlite_is_on_the_disk(file_store: Store) -> None:
    with file_store._writing() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


# --- a load that is killed


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Give a file of 400 documents of one to four facts."""
    lines = [
        json.dumps({"id": f"d{n}", "text": " ".join(f"Exports rose {k}.{n}%." for k in range(1, 2 + n % 4))})
        for n in range(400)
    ]
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(lines))
    return path


KILLED = """
import os, signal, sys
import pipeline.loading
from store import Store
pipeline.loading._MOST_DOCUMENTS = 30
done = 0
def told(item):
    global done
    done += 1
    if done == {at}:
        os.write(1, str(done).encode())
        os.kill(os.getpid(), signal.SIGKILL)
with Store(sys.argv[1]) as store:
    pipeline.loading.load([sys.argv[2]], store, progress=told, jobs=1)
"""


@pytest.mark.parametrize("at", [1, 100, 390])
def test_a_killed_load_leaves_whole_documents_and_the_next_one_completes_it(
    store: Store, many: Path, at: int
) -> None:
    url = store.url.render_as_string(hide_password=False)
    code = KILLED.format(at=at)
    paths = os.pathsep.join([str(FOLDER.parent), *sys.path])
    killed = subprocess.run(
        [sys.executable, "-c", code, url, str(many)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    documents, facts = store.documents()["document_id"], store.facts()
    assert len(documents) >= int(killed.stdout)
    numbers = {name: int(name[1:]) % 4 + 1 for name in documents}
    assert facts.groupby("document_id").size().to_dict() == numbers
    report = load([many], store, jobs=1)
    assert report.outcomes == {Saved.UNCHANGED: len(documents), Saved.STORED: 400 - len(documents)}
    assert report.facts == store.summary().facts == 1000


# --- a batch is stored while the next one is made


def as_batch(*names: str) -> Batch:
    made = [reading for reading, _ in batch(*names)]
    return Batch(made, ["1"] * len(made), facts_frame(fact for one in made for fact in one.facts))


def test_the_next_batch_is_made_while_one_is_stored(
    file_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_made, save_all = Event(), Store.save_all

    def save(*arguments: Any, **options: Any) -> Any:
        assert is_made.wait(30)
        return save_all(*arguments, **options)

    monkeypatch.setattr(Store, "save_all", save)
    told: list[object] = []
    with Storing(file_store, replace=False, strict=False, progress=told.append) as storing:
        storing.store(as_batch("a", "b"))
        is_made.set()
        storing.store(as_batch("c"))
        assert told == [2, 2]  # what is told of is on the disk
        assert file_store.summary().documents >= 2
    assert told == [2, 2, 2]
    assert str(storing.report) == "3 stored; 6 facts"


def test_what_was_being_stored_when_the_input_broke_is_told_of(file_store: Store) -> None:
    told: list[object] = []

    def broken() -> None:
        with Storing(file_store, replace=False, strict=False, progress=told.append) as storing:
            items = [Refusal("x", "is empty"), *as_batch("a").items]
            storing.store(Batch(items, ["1"], as_batch("a").facts))
            raise FiledError("It broke.")

    with pytest.raises(FiledError, match="broke"):
        broken()
    assert [str(one) for one in told] == [str(Refusal("x", "is empty")), "2"]
    assert file_store.summary().documents == 1


def test_a_database_that_fails_ends_the_load(file_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def save(*_: Any, **__: Any) -> None:
        raise UnusableError("The disk is full.")

    monkeypatch.setattr(Store, "save_all", save)
    with Storing(file_store, replace=False, strict=False, progress=lambda _: None) as storing:
        storing.store(as_batch("a"))
        with pytest.raises(UnusableError, match="full"):
            storing.store(as_batch("b"))


# --- facts from files


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Give a file of four documents; the second has no fact."""
    path = tmp_path / "texts.jsonl"
    lines = ["It rose 39% and 20%.", "Nothing.", "It fell by 5%.", "Up 7%, “quoted” \\ 8% und Öl 9%."]
    path.write_text("\n".join(json.dumps({"id": f"t{n}", "text": text}) for n, text in enumerate(lines)))
    return path


def facts_of(texts: Path, **columns: object) -> list[Fact]:
    """Return a fact for each percentage in the texts, with evidence that is not easily written."""
    found = []
    for line in texts.read_text().splitlines():
        told = json.loads(line)
        for fact in made_reading(told["id"], told["text"]).facts:
            words = (Evidence("flow", 0, 2, 'a "note" \\ of Öl\n'), Evidence("confidence", 1, 3))
            found.append(fact._replace(evidence=words[: 1 + len(found) % 3], **columns))
    return found


def written(facts: list[Fact], path: Path, *, evidence: bool = True, read_by: str | None = None) -> Path:
    form = {"jsonl": Jsonl, "parquet": Parquet, "csv": Csv}[path.suffix[1:]](evidence, read_by)
    with path.open("wb") as stream:
        form.write(facts, stream)
    return path


@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
def test_facts_of_files_are_stored_as_they_would_be_read(
    store: Store, texts: Path, tmp_path: Path, ending: str
) -> None:
    facts = facts_of(texts)
    path = written(facts, tmp_path / f"facts.{ending}", read_by=extractor_version())
    assert str(load([texts], store, facts=[path])) == "4 stored; 6 facts"
    for fact in facts:
        assert store.fact(fact.fact_id) == fact
    assert str(load([texts], store, facts=[path])) == "4 unchanged; 6 facts"


@pytest.mark.usefixtures("percentages")
def test_only_what_the_files_have_no_fact_of_is_read_later(file_store: Store, texts: Path) -> None:
    path = written(facts_of(texts), texts.with_name("facts.parquet"), read_by=extractor_version())
    load([texts], file_store, facts=[path])
    assert file_store.unchanged([(Document("t1", "Nothing."), UNREAD)]) == {"t1": 0}
    before = file_store.facts()
    assert load([texts], file_store).outcomes == {Saved.UNCHANGED: 3, Saved.REREAD: 1}
    assert load([texts], file_store, facts=[path]).outcomes == {Saved.UNCHANGED: 4}
    assert_frame_equal(file_store.facts(), before)


@pytest.mark.usefixtures("percentages")
def test_files_without_evidence_take_none_away(file_store: Store, texts: Path) -> None:
    without = written(
        facts_of(texts), texts.with_name("a.parquet"), evidence=False, read_by=extractor_version()
    )
    assert load([texts], file_store, facts=[without]).outcomes == {Saved.STORED: 4}
    first = facts_of(texts)[0].fact_id
    assert file_store.fact(first).evidence == ()  # type: ignore[union-attr]
    complete = written(facts_of(texts), texts.with_name("b.parquet"), read_by=extractor_version())
    assert load([texts], file_store, facts=[complete]).outcomes == {Saved.REREAD: 3, Saved.UNCHANGED: 1}
    assert load([texts], file_store, facts=[without]).outcomes == {Saved.UNCHANGED: 4}
    assert file_store.fact(first).evidence  # type: ignore[union-attr]


def test_facts_of_which_nobody_tells_what_read_them_are_known_by_what_they_are(
    file_store: Store, texts: Path
) -> None:
    path = texts.with_name("facts.jsonl")
    load([texts], file_store, facts=[written(facts_of(texts), path)])
    changed = [fact._replace(confidence=0.5) if fact.quote == "5%" else fact for fact in facts_of(texts)]
    written(changed, path)
    assert load([texts], file_store, facts=[path]).outcomes == {Saved.UNCHANGED: 3, Saved.REREAD: 1}


def test_facts_may_be_in_any_order_and_in_several_files(file_store: Store, texts: Path) -> None:
    facts = facts_of(texts)
    folder = texts.with_name("facts")
    folder.mkdir()
    written(facts[::-2], folder / "part-1.parquet")
    written(facts[-2::-2], folder / "part-0.jsonl")
    (folder / "_SUCCESS").touch()
    assert str(load([texts], file_store, facts=[folder])) == "4 stored; 6 facts"
    for fact in facts:
        assert file_store.fact(fact.fact_id) == fact


def test_a_changed_text_is_refused_with_the_way_out_and_stops_no_other(store: Store, texts: Path) -> None:
    path = written(facts_of(texts), texts.with_name("facts.parquet"))
    texts.write_text(texts.read_text().replace("It fell by 5%", "It soon fell by 5%"))
    report = load([texts], store, facts=[path])
    assert report.outcomes == {Saved.STORED: 3}
    (refusal,) = map(str, report.refused)
    assert "texts.jsonl, id 't2'" in refusal
    assert "'5%' is not text[start:end], which reads 'l '" in refusal
    assert refusal.endswith("extract it again, or load it without --facts.")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"unit": "wobbles"}, "is no unit that is defined"),
        ({"confidence": 2.0}, "is not between 0 and 1"),
        ({"evidence": (Evidence("flow", 3, 400),)}, "evidence that is not in its text"),
        ({"evidence": (Evidence("colour", 0, 1),)}, "evidence that is not in its text"),
        ({"evidence": (Evidence("flow", 2, 1),)}, "evidence that is not in its text"),
    ],
)
def test_each_fact_of_a_file_is_checked(
    file_store: Store, texts: Path, wrong: dict[str, object], says: str
) -> None:
    facts = facts_of(texts)
    facts[2] = facts[2]._replace(**wrong)
    report = load([texts], file_store, facts=[written(facts, texts.with_name("facts.parquet"))])
    assert report.outcomes == {Saved.STORED: 3}
    assert says in str(report.refused[0])


def test_facts_of_documents_that_are_not_in_the_input_are_told_of(file_store: Store, texts: Path) -> None:
    path = written(facts_of(texts), texts.with_name("facts.parquet"))
    texts.write_text(texts.read_text().split("\n")[0])
    report = load([texts], file_store, facts=[path])
    assert report.outcomes == {Saved.STORED: 1}
    assert "4 facts are of 2 documents that are not in the input ('t2', 't3')" in str(report.refused[0])


def test_strict_stops_at_the_first_refusal(file_store: Store, texts: Path) -> None:
    texts.write_text(texts.read_text() + "\nno json\n")
    with pytest.raises(StrictError, match=r"line 5: it is not JSON.*stops the run, by --strict: 4 stored"):
        load([texts], file_store, strict=True)


def lines_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("no.parquet", None, "No such file"),
        ("a.csv", b"", "CSV is for spreadsheets"),
        ("a.parquet", b"PAR1 and no more", "cannot be read"),
        ("a.jsonl", lines_of('{"fact_id": "x"}'), "line 1, is no fact: it has no 'period_start'"),
        ("a.jsonl", lines_of("{", "}"), "line 1, is no fact: it is no JSON object"),
        ("a.jsonl", lines_of("[" * 100_000), "it is no JSON object"),
        ("folder", None, "holds no file that ends in"),
    ],
)
def test_files_that_hold_no_facts_are_refused_in_a_sentence(
    file_store: Store, texts: Path, name: str, data: bytes | None, says: str
) -> None:
    path = texts.with_name(name)
    if data is not None:
        path.write_bytes(data)
    elif name == "folder":
        path.mkdir()
    with pytest.raises(FiledError, match=says):
        load([texts], file_store, facts=[path])
    assert file_store.summary().documents == 0


def test_a_table_of_something_else_is_refused(texts: Path) -> None:
    path = texts.with_name("a.parquet")
    pq.write_table(pa.table({"x": [1]}), path)
    with pytest.raises(FiledError, match="lacks the column"):
        FiledFacts([path])
    good = pq.read_table(written(facts_of(texts), path))
    pq.write_table(good.set_column(2, "start", pa.array(["x"] * len(good))), path)
    with (
        FiledFacts([path]) as filed,
        pytest.raises(FiledError, match="its column start is string, not int64"),
    ):
        filed.take(filed.find(["t0"])[0])


def test_a_file_in_one_piece_is_read_in_parts(
    file_store: Store, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.filed.ROW_GROUP", 1)
    path = written(facts_of(texts), texts.with_name("facts.parquet"), read_by="x")
    with FiledFacts([path]) as filed:
        assert filed.read_by == "x"
        assert filed.have_evidence
        stretches = [one for found in filed.find(["t3", "t0"]) for one in found]
        assert filed.take(stretches)["quote"].to_pylist() == ["7%", "8%", "9%", "39%", "20%"]
        assert filed.left() == (1, 1, ["t2"])
