"""Sources: folders, patterns, compressed files, Parquet and object storage; broken and hostile ones too."""

import gzip
import json
import os
import random
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fsspec.registry import known_implementations

from documents import Raw, Refusal, fingerprint, raw_all, read, read_all, survey
from documents.limits import SettingError
from schemas.records import Document

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACK = {".gz": gzip.compress, ".zst": zstd.compress}


def lines(*ids: str, text: str = "Exports fell.") -> bytes:
    return b"".join(json.dumps({"id": one, "text": text}).encode() + b"\n" for one in ids)


def ids(*sources: Path | str) -> list[str]:
    """Return the ids of the documents, and in place of a refused one what is said of it."""
    return [
        item.document_id if isinstance(item, Document) else f"{item}" for item in read_all(map(str, sources))
    ]


def refused(*sources: Path | str) -> list[str]:
    return [str(item) for item in read_all(sources) if isinstance(item, Refusal)]


def table(path: Path, **more: Any) -> Path:
    columns = {"id": ["a", "b"], "text": ["Exports fell.", "Imports rose."], **more}
    pq.write_table(pa.table({name: values for name, values in columns.items() if values is not None}), path)
    return path


@pytest.fixture
def memory() -> Iterator[str]:
    """Give a folder of fsspec's storage in memory."""
    storage = fsspec.filesystem("memory")
    storage.mkdirs("/news", exist_ok=True)
    yield "memory://news"
    storage.rm("/news", recursive=True)


def put(url: str, data: bytes) -> None:
    with fsspec.open(url, "wb") as stream:
        stream.write(data)


# --- compressed files


@pytest.mark.parametrize("packing", PACK)
def test_a_packed_text_is_the_text(tmp_path: Path, packing: str) -> None:
    data = "\ufeffExports\r\nfell.".encode()
    (tmp_path / "a.b.txt").write_bytes(data)
    (tmp_path / f"c.b.TXT{packing}").write_bytes(PACK[packing](data))
    (tmp_path / "c.b.meta.json").write_text(json.dumps({"title": "T"}))
    plain, packed = read(tmp_path)
    assert (packed.text, packed.sha256, packed.passages) == (plain.text, plain.sha256, plain.passages)
    assert (packed.document_id, packed.title) == ("c.b", "T")
    assert packed.source == str(tmp_path / f"c.b.TXT{packing}")


@pytest.mark.parametrize("packing", PACK)
def test_members_and_frames_one_behind_the_other_are_one_file(tmp_path: Path, packing: str) -> None:
    path = tmp_path / f"a.jsonl{packing}"
    # The line of "b" begins in one and ends in the next; an empty one stands between.
    data = lines("a", "b", "c")
    path.write_bytes(b"".join(PACK[packing](part) for part in (data[:60], b"", data[60:])))
    assert ids(path) == ["a", "b", "c"]
    assert sum(raw.size for raw in raw_all([path]) if isinstance(raw, Raw)) == path.stat().st_size


@pytest.mark.parametrize("packing", PACK)
@pytest.mark.parametrize("ending", ["txt", "jsonl"])
def test_a_stream_that_ends_early_is_refused_behind_what_could_be_read(
    tmp_path: Path, packing: str, ending: str
) -> None:
    path = tmp_path / f"a.{ending}{packing}"
    noise = random.Random(4)
    texts = ["".join(noise.choices("abcdefgh ", k=2_000)) for _ in range(300)]
    data = b"".join(lines(str(number), text=text) for number, text in enumerate(texts))
    packed = PACK[packing](data)
    path.write_bytes(packed[: len(packed) // 2])
    *read_before, last = ids(path)
    assert last.startswith(f"{path}: its compressed data end too early")
    # Half a text is no document; of a JSONL file each whole line is one.
    assert read_before == ([] if ending == "txt" else [str(one) for one in range(len(read_before))])
    assert ending == "txt" or 50 < len(read_before) < 250


@pytest.mark.parametrize("packing", PACK)
def test_a_damaged_stream_is_refused_and_the_next_file_is_read(tmp_path: Path, packing: str) -> None:
    packed = bytearray(PACK[packing](lines("a", "b") * 50))
    packed[len(packed) // 2] ^= 0xFF
    (tmp_path / f"a.jsonl{packing}").write_bytes(packed)
    (tmp_path / f"b.txt{packing}").write_bytes(b"no such format")
    (tmp_path / f"c.jsonl{packing}").write_bytes(PACK[packing](lines("c")) + b"what does not belong")
    (tmp_path / "d.txt").write_text("Exports fell.")
    told = ids(tmp_path)
    assert [one for one in told if len(one) < 9 and one not in ("a", "b")] == ["c", "d"]
    damaged = [one for one in told if "its compressed data are damaged (" in one]
    assert [one.split(":")[0] for one in damaged] == [
        str(tmp_path / f"{name}{packing}") for name in ("a.jsonl", "b.txt", "c.jsonl")
    ]


@pytest.mark.parametrize("packing", PACK)
def test_a_packed_file_of_a_kind_that_is_not_read_is_refused_by_that_kind(
    tmp_path: Path, packing: str
) -> None:
    (tmp_path / f"a.xyz{packing}").write_bytes(PACK[packing](b"x"))
    (tmp_path / f"b{packing}").write_bytes(PACK[packing](b"Exports fell."))
    (told,) = refused(tmp_path / f"a.xyz{packing}")
    assert "files that end in .xyz are not read" in told
    assert ids(tmp_path / f"b{packing}") == ["b"]


# --- how long a document may be


@pytest.fixture
def one_megabyte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRADEFACTS_MAX_DOCUMENT_MB", "1")


@pytest.mark.usefixtures("one_megabyte")
@pytest.mark.parametrize("packing", ["", *PACK])
def test_a_document_that_is_too_long_is_refused_alone(tmp_path: Path, packing: str) -> None:
    pack = PACK.get(packing, bytes)
    fits = "x" * (1_000_000 - len(lines("b", text="")))
    long = lines("a", text="x" * 1_000_000) + lines("b", text=fits) + lines("c", text="x" * 3_500_000)
    (tmp_path / f"a.jsonl{packing}").write_bytes(pack(long + lines("d")))
    (tmp_path / f"e.txt{packing}").write_bytes(pack(b"x" * 1_000_001))
    (tmp_path / f"f.txt{packing}").write_bytes(pack(b"x" * 1_000_000))
    table(tmp_path / "g.parquet", id=["g", "h"], text=["é" * 500_001, "é" * 500_000])
    told = ids(tmp_path)
    assert [one for one in told if len(one) == 1] == ["b", "d", "f", "h"]
    too_long = [one.removeprefix(f"{tmp_path}/").partition(": it is longer than 1 MB") for one in told]
    assert [name for name, says, _ in too_long if says] == [
        f"a.jsonl{packing}, line 1",
        f"a.jsonl{packing}, line 3",
        f"e.txt{packing}",
        "g.parquet, row 1",
    ]


@pytest.mark.usefixtures("one_megabyte")
@pytest.mark.parametrize("packing", PACK)
@pytest.mark.parametrize("filling", [b"x", b"\n", b'{"id": "'])
def test_a_bomb_is_put_out_in_little_memory(tmp_path: Path, packing: str, filling: bytes) -> None:
    bomb = PACK[packing](filling * (40_000_000 // len(filling)))
    (tmp_path / f"a.jsonl{packing}").write_bytes(PACK[packing](lines("a")) + bomb)
    (tmp_path / f"b.txt{packing}").write_bytes(bomb)
    tracemalloc.start()
    told = ids(tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert told[0] == "a"
    assert told[1].startswith(f"{tmp_path / 'a.jsonl'}{packing}: ")
    assert told[1].endswith(" in it are empty, so it is read no further.") == (filling == b"\n")
    assert told[1].endswith(" MB, so it is read no further.") == (filling != b"\n")
    assert "b.txt" in told[2] and "it is longer than 1 MB" in told[2]
    assert peak < 12_000_000
    assert len(told) == 3


@pytest.mark.parametrize("told", ["0", "-1", "x", "1.5", "99999"])
def test_a_limit_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    monkeypatch.setenv("TRADEFACTS_MAX_DOCUMENT_MB", told)
    with pytest.raises(
        SettingError, match=f"TRADEFACTS_MAX_DOCUMENT_MB is {told!r}; set it to a whole number"
    ):
        list(raw_all(["a.jsonl"]))


def test_many_lines_are_read_in_the_memory_of_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    line = lines("a", text="Exports fell by 5% in May. " * 100)
    path.write_bytes(line * 10_000)
    tracemalloc.start()
    size = sum(raw.size for raw in raw_all([path]) if isinstance(raw, Raw))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size == path.stat().st_size > 25_000_000
    assert peak < 3_000_000


# --- folders and patterns


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with files of two years, a subfolder, and kinds that are not read."""
    monkeypatch.chdir(tmp_path)
    for name in ("2023-12", "2024-01", "2024-02"):
        (tmp_path / f"{name}.jsonl.gz").write_bytes(gzip.compress(lines(name)))
    (tmp_path / "2024-sub").mkdir()
    (tmp_path / "2024-sub" / "deep.txt").write_text("Exports fell.")
    (tmp_path / "2024-sub" / ".hidden.txt").write_text("Exports fell.")
    (tmp_path / "2024-03.xyz").write_text("not read")
    (tmp_path / "2024-sub" / "deep.meta.json").write_text("{}")
    return tmp_path


def test_a_pattern_stands_for_the_files_and_folders_that_it_matches(news: Path) -> None:
    assert ids("2024-*.jsonl.gz") == ["2024-01", "2024-02"]
    assert ids("2024-*") == ["2024-01", "2024-02", "deep"]
    assert ids("**") == ["2023-12", "2024-01", "2024-02", "deep"]
    assert ids("**/*.txt") == ["deep"]
    assert ids(f"{news}/202[34]-?2*") == ["2023-12", "2024-02"]
    assert [document.source for document in read("2024-s*")] == ["2024-sub/deep.txt"]


def test_a_pattern_that_matches_nothing_to_read_is_refused(news: Path) -> None:
    assert [told.partition(",")[0] for told in refused("2025-*", "*.xyz")] == [
        "2025-*: it matches no file that ends in .txt",
        "*.xyz: it matches no file that ends in .txt",
    ]


def test_a_file_that_is_named_like_a_pattern_wins(news: Path) -> None:
    (news / "2024-*.txt").write_text("Exports fell.")
    (news / "2024-x.txt").write_text("Exports fell.")
    (news / "[ab]").mkdir()
    (news / "[ab]" / "c.txt").write_text("Exports fell.")
    assert ids("2024-*.txt", "[ab]") == ["2024-*", "c"]


def test_what_may_not_be_listed_is_refused_by_its_name(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def guarded(path: Any) -> Any:
        # Root may read everything, so the system's own refusal cannot be had in every test run.
        if str(path).endswith("2024-sub"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    assert ids(".")[-1] == "./2024-sub: it cannot be read (Permission denied)."


def test_a_pipe_is_read_where_it_is_named_and_passed_over_in_a_folder(news: Path) -> None:
    os.mkfifo(news / "2024-sub" / "pipe.txt")
    os.mkfifo(news / "2024-sub" / "pipe.jsonl.gz")
    assert ids("2024-sub") == ["deep"]
    for name, data in (("pipe.txt", b"Exports fell."), ("pipe.jsonl.gz", gzip.compress(lines("pipe")))):
        writer = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import sys; open(sys.argv[1], 'wb').write(eval(sys.argv[2]))",
                name,
                repr(data),
            ],
            cwd="2024-sub",
        )
        assert ids(f"2024-sub/{name}") == ["pipe"]
        assert writer.wait() == 0
    assert survey(["2024-sub/pipe.txt"]) == (1, None, None)


# --- Parquet


def test_a_row_is_a_document_like_a_line(tmp_path: Path) -> None:
    known = {"title": ["T", None], "publisher": [None, "P"], "published": ["2024-02-29T23:30:00+09:00", ""]}
    path = table(tmp_path / "a.parquet", id=[7, 8], unread=[[1], []], **known)
    rows = [dict(zip(known, values, strict=True)) for values in zip(*known.values(), strict=True)]
    told = [{"id": 7, "text": "Exports fell."}, {"id": 8, "text": "Imports rose."}]
    same = tmp_path / "a.jsonl"
    same.write_text("\n".join(json.dumps(one | row) for one, row in zip(told, rows, strict=True)))

    def without_source(path: Path) -> list[tuple[Any, ...]]:
        return [
            (one.document_id, one.text, one.title, one.publisher, one.published, one.passages)
            for one in read(path, date(2000, 1, 1))
        ]

    assert without_source(path) == without_source(same)
    assert [one.published for one in read(path)] == [date(2024, 2, 29), None]


_DAY = datetime(2024, 2, 29, 23, 30)


@pytest.mark.parametrize(
    "column",
    [
        pa.array([date(2024, 2, 29), None], pa.date32()),
        pa.array([date(2024, 2, 29), None], pa.date64()),
        *(pa.array([_DAY, None], pa.timestamp(unit)) for unit in ("s", "ms", "us", "ns")),
        pa.array([_DAY, None], pa.timestamp("us", "UTC")),
        # An instant is stored; the day is that of the column's own zone, however far it is from Greenwich.
        pa.array([_DAY - timedelta(hours=9), None], pa.timestamp("us", "Asia/Tokyo")),
        pa.array([_DAY + timedelta(hours=5), None], pa.timestamp("ms", "-05:00")),
        pa.array(["2024-02-29", None]),
        pa.array(["2024-02-29", None], pa.large_string()),
        pa.array(["2024-02-29", None]).dictionary_encode(),
    ],
    ids=lambda column: str(column.type)[:30],
)
def test_a_day_may_be_written_in_many_ways(tmp_path: Path, column: Any) -> None:
    path = table(tmp_path / "a.parquet", published=column)
    assert [one.published for one in read(path)] == [date(2024, 2, 29), None]


@pytest.mark.parametrize(
    "kind",
    [pa.string(), pa.large_string(), pa.binary(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())],
)
def test_a_text_may_be_stored_in_many_ways(tmp_path: Path, kind: Any) -> None:
    path = table(tmp_path / "a.parquet", text=pa.array(["Exports fell – é", "x"]).cast(kind))
    assert [one.text for one in read(path)] == ["Exports fell – é", "x"]


def test_a_row_that_is_no_document_is_refused_alone(tmp_path: Path) -> None:
    far = pa.array([10**8, None, None, 1, 2, 3], pa.int32()).cast(pa.date32())
    path = table(
        tmp_path / "a.parquet",
        id=["a", None, "c", "d", "e", "d"],
        text=pa.array([b"x", b"x", None, b"x", b"\xff", b"x"]),
        published=far,
    )
    told = ids(path)
    assert told[3] == "d"
    assert told[0] == f"{path}, row 1: \"published\" is '100000000 days after 1970-01-01', " + (
        "which is no date like 2024-02-29."
    )
    assert told[1].startswith(f'{path}, row 2: it has no "id"')
    assert told[2].startswith(f'{path}, row 3: it has no "text"')
    assert told[4].startswith(f"{path}, row 5: it is not UTF-8 text")
    assert told[5].startswith(f"{path}, row 6: a document with the id 'd' was read before it ({path}, row 4)")


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"text": None}, 'it has no column "text" (it has id); name one so'),
        ({"id": [1.5, 2.5]}, 'its column "id" is of type double; it must be text or whole numbers'),
        ({"text": [["a"], ["b"]]}, 'its column "text" is of type list<'),
        ({"title": [1, 2]}, 'its column "title" is of type int64; it must be text'),
        (
            {"published": [1, 2]},
            'its column "published" is of type int64; it must be dates, timestamps or text',
        ),
        ({"id": pa.array([], pa.string()), "text": pa.array([], pa.string())}, "it has no row"),
    ],
)
def test_a_table_of_something_else_is_refused(tmp_path: Path, columns: dict[str, Any], says: str) -> None:
    path = table(tmp_path / "a.parquet", **columns)
    (told,) = refused(path)
    assert told.startswith(f"{path}: {says}")


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    good = table(tmp_path / "good.parquet").read_bytes()
    for name, data in (
        ("a", b""),
        ("b", b"PAR1"),
        ("c", good[:-20]),
        ("d", b"x" * 999),
        ("e", good[:50] * 9),
    ):
        (tmp_path / f"{name}.parquet").write_bytes(data)
        (told,) = refused(tmp_path / f"{name}.parquet")
        assert told.startswith(f"{tmp_path / name}.parquet: it is no Parquet file that can be read (")
        assert "\n" not in told


def test_a_name_that_is_not_utf_8_refuses_its_row_alone(tmp_path: Path) -> None:
    path = table(tmp_path / "a.parquet", title=["good name", "bad name"])
    path.write_bytes(path.read_bytes().replace(b"bad name", b"bad \xff\xff\xff\xff"))
    first, second = ids(path)
    assert first == "a"
    assert second.startswith(f'{path}, row 2: "title" is ') and "which is no text" in second


def test_behind_a_damaged_row_group_the_next_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    texts = [f"Exports fell by {number}%." for number in range(6)]
    columns = pa.table({"id": [str(number) for number in range(6)], "text": texts})
    pq.write_table(columns, path, row_group_size=2, compression="zstd", use_dictionary=False)
    data = bytearray(path.read_bytes())
    told = pq.ParquetFile(path).metadata.row_group(1).column(1)
    begin = told.data_page_offset + told.total_compressed_size // 2
    data[begin : told.data_page_offset + told.total_compressed_size] = b"\xff" * (
        told.total_compressed_size - told.total_compressed_size // 2
    )
    path.write_bytes(data)
    first, second, refusal, *rest = ids(path)
    assert [first, second, *rest] == ["0", "1", "4", "5"]
    assert refusal.startswith(f"{path}, row group 2 (rows 3 to 4): it cannot be read to its end (")


@pytest.mark.parametrize("packing", PACK)
def test_a_packed_parquet_is_read_too(tmp_path: Path, packing: str) -> None:
    path = tmp_path / f"a.parquet{packing}"
    path.write_bytes(PACK[packing](table(tmp_path / "plain").read_bytes()))
    assert ids(path) == ["a", "b"]
    assert sum(raw.size for raw in raw_all([path]) if isinstance(raw, Raw)) == path.stat().st_size


def test_a_large_row_group_is_read_in_parts(tmp_path: Path) -> None:
    """30 MB in one row group, and a text of 1 MB that stands once in the file and in 200 rows."""
    noise = random.Random(4)
    texts = ["x" * 1_000_000] * 200 + [noise.randbytes(1_500).hex() for _ in range(10_000)]
    path = table(tmp_path / "a.parquet", id=[str(number) for number in range(len(texts))], text=texts)
    del texts
    assert pq.ParquetFile(path).metadata.num_row_groups == 1
    before = pa.total_allocated_bytes()
    peak, size = 0, 0
    for raw in raw_all([path]):
        assert isinstance(raw, Raw)
        size += raw.size
        peak = max(peak, pa.total_allocated_bytes() - before)
    assert size == path.stat().st_size
    assert peak < 60_000_000


@pytest.mark.parametrize("name", ["a.parquet", "a.jsonl.gz", "a.jsonl.zst", "a.txt.gz", "a.txt.zst"])
def test_any_damage_gives_documents_or_refusals(tmp_path: Path, name: str) -> None:
    """A hundred files with some bytes changed, left out or put in."""
    plain = tmp_path / "plain"
    known = {"title": ["T"] * 40, "published": pa.array([_DAY] * 40, pa.timestamp("us", "UTC"))}
    columns = {"id": [str(number) for number in range(40)], "text": ["Exports fell."] * 40}
    pq.write_table(pa.table({**columns, **known}), plain, row_group_size=20)
    kind = Path(name).suffix
    whole = plain.read_bytes() if kind == ".parquet" else PACK[kind](lines(*columns["id"]))
    noise = random.Random(name)
    for _ in range(100):
        data = bytearray(whole)
        for _ in range(noise.choice([1, 2, 9])):
            at = noise.randrange(len(data))
            data[at : at + noise.choice([0, 1, 9])] = noise.randbytes(noise.choice([0, 1, 9]))
        (tmp_path / name).write_bytes(data)
        items = list(read_all([tmp_path / name]))
        assert items and all(isinstance(item, (Document, Refusal)) for item in items)


# --- object storage


def test_object_storage_is_read_like_a_folder(tmp_path: Path, memory: str) -> None:
    files = {
        "b.txt": b"Exports fell.",
        "b.meta.json": b'{"title": "T"}',
        "a.jsonl.zst": zstd.compress(lines("1", "2")),
        "sub/c.parquet": table(tmp_path / "c.parquet", id=["c", "d"]).read_bytes(),
        "sub/.hidden.txt": b"x",
        "z.xyz": b"x",
    }
    there = tmp_path / "there"
    for name, data in files.items():
        put(f"{memory}/{name}", data)
        (there / name).parent.mkdir(exist_ok=True, parents=True)
        (there / name).write_bytes(data)
    local = [(one.document_id, one.text, one.title) for one in read(there)]
    assert len(local) == 5
    for source in (memory, f"{memory}/", f"file://{there}"):
        assert [(one.document_id, one.text, one.title) for one in read(source)] == local
    assert [one.source for one in read(memory)][2:4] == [f"{memory}/b.txt", f"{memory}/sub/c.parquet"]
    assert next(read(f"file://{there}/b.txt")).source == f"file://{there}/b.txt"
    assert ids(f"{memory}/*.jsonl.zst", f"{memory}/s*") == ["1", "2", "c", "d"]
    assert ids(f"{memory}/**") == [one for one, *_ in local]
    assert next(read(f"{memory}/b.txt")).title == "T"
    sizes = sum(len(data) for name, data in files.items() if name.endswith((".txt", "zst", "parquet")))
    assert survey([memory]).size == sizes - 1
    assert sum(raw.size for raw in raw_all([memory]) if isinstance(raw, Raw)) == sizes - 1


def test_what_is_not_in_a_storage_is_refused(memory: str) -> None:
    put(f"{memory}/a.xyz", b"x")
    assert refused(f"{memory}/no.txt", f"{memory}/no") == [
        f"{memory}/no.txt: there is no such file or folder.",
        f"{memory}/no: there is no such file or folder.",
    ]
    assert "files that end in .xyz are not read" in refused(f"{memory}/a.xyz")[0]
    assert f"{memory}/*.txt: it matches no file that ends in .txt" in refused(f"{memory}/*.txt")[0]
    assert "the folder holds no file that ends in .txt" in refused(memory)[0]


def test_a_changed_object_changes_the_fingerprint(memory: str) -> None:
    put(f"{memory}/a.txt", b"Exports fell.")
    marks = {fingerprint([memory]), fingerprint([f"{memory}/*.txt"])}
    assert len(marks) == 1 and None not in marks
    put(f"{memory}/a.txt", b"Imports fell.")
    marks.add(fingerprint([memory]))
    put(f"{memory}/a.meta.json", b"{}")
    marks.add(fingerprint([memory]))
    assert len(marks) == 3


def test_a_storage_whose_package_is_missing_is_refused_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"class": "nosuchstorage.core.FileSystem", "err": "Please install nosuchstorage"}
    monkeypatch.setitem(known_implementations, "nosuch", known)
    assert refused("nosuch://bucket/x/*.jsonl") == [
        "nosuch://bucket/x/*.jsonl: a package that speaks nosuch:// is missing; "
        "install it: pip install nosuchstorage."
    ]
    assert "qqq:// is no storage that is known" in refused("qqq://bucket/a.jsonl")[0]


def test_a_storage_that_fails_in_the_midst_refuses_the_file_in_its_words(
    memory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fsspec.implementations.memory import MemoryFile

    class LostError(Exception):
        """What a package raises that knows no OSError."""

    put(f"{memory}/a.jsonl", lines("a", "b") + b" " * 5_000_000 + lines("c"))
    put(f"{memory}/b.txt", b"Exports fell.")
    read_whole = MemoryFile.read

    def failing(self: Any, size: int = -1) -> bytes:
        if self.tell() > 1_000_000:
            raise LostError("no route\nto the bucket")
        return read_whole(self, size)

    monkeypatch.setattr(MemoryFile, "read", failing)
    told = ids(memory)
    assert told[:2] == ["a", "b"] and len(told) == 4
    assert told[2] == f"{memory}/a.jsonl: it cannot be read (LostError: no route to the bucket)."


# --- nothing heavy is imported unless needed


@pytest.mark.parametrize(
    ("name", "imported"),
    [
        ("a.txt", set()),
        ("a.jsonl.gz", set()),
        ("a.parquet", {"pyarrow"}),
        ("memory://a.txt", {"fsspec"}),
    ],
)
def test_only_what_a_file_needs_is_imported(tmp_path: Path, name: str, imported: set[str]) -> None:
    (tmp_path / "a.txt").write_text("Exports fell.")
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines("a")))
    table(tmp_path / "a.parquet")
    heavy = {"pyarrow", "fsspec", "pandas"}
    program = (
        "import sys; from documents import read_all; list(read_all([sys.argv[1]]));"
        f"print(*sorted({heavy} & set(sys.modules)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, name],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(told.stdout.split()) == imported
