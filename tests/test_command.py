"""The command: what it prints and writes, its exit status, and a sentence for every bad input."""

import csv
import json
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from builders import ECHO, echo_facts
from making import ARTICLE, SEEDS, Run, made_reading

from schemas.filters import Filters
from schemas.records import Document, Evidence, Reading
from schemas.vocabulary import FACT_COLUMNS
from store import Store
from tradefacts.explaining import explain, plain
from tradefacts.options import FILTER_OPTIONS

Command = Callable[..., Run]
percentages = pytest.mark.usefixtures("percentages")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE)
    return path


def objects(lines: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines.splitlines()]


@percentages
def test_extract_prints_a_fact_a_line(run: Command, article: Path) -> None:
    done = run("extract", article)
    first, second = objects(done.out)
    assert (done.status, done.err) == (0, "")
    assert tuple(first) == FACT_COLUMNS
    assert (first["document_id"], first["quote"], second["quote"]) == ("article", "39%", "20%")


@percentages
def test_extract_reads_standard_input(run: Command) -> None:
    done = run("extract", "-", stdin="Nür\r\n5%.".encode())
    (fact,) = objects(done.out)
    assert (fact["document_id"], fact["start"], fact["quote"]) == ("stdin", 5, "5%")


@percentages
@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_extract_writes_a_file_by_its_ending(
    run: Command, article: Path, tmp_path: Path, ending: str
) -> None:
    done = run("extract", article, "--output", f"out.{ending}")
    read = {
        "jsonl": lambda path: pd.read_json(path, lines=True),
        "csv": pd.read_csv,
        "parquet": pd.read_parquet,
    }
    assert done == Run(0, "", "")
    assert list(read[ending](tmp_path / f"out.{ending}")["quote"]) == ["39%", "20%"]


@percentages
def test_extract_goes_on_behind_a_broken_document_and_ends_with_1(run: Command, tmp_path: Path) -> None:
    lines = ['{"id": "a", "text": "Only 5%."}', "{", '{"id": "b", "text": "Only 6%."}']
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    done = run("extract", "a.jsonl")
    assert done.status == 1
    assert [fact["quote"] for fact in objects(done.out)] == ["5%", "6%"]
    assert done.err.startswith("tradefacts: a.jsonl, line 2: it is not JSON")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("name", ["missing.txt", "binary.txt", "empty.txt", "image.png", "folder"])
def test_a_bad_input_is_one_sentence_and_leaves_no_file(run: Command, tmp_path: Path, name: str) -> None:
    (tmp_path / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "image.png").write_bytes(b"\x89PNG")
    (tmp_path / "folder").mkdir()
    for command in (
        ["extract", name, "--output", "out.csv"],
        ["extract", name],
        ["explain", name],
        ["load", name],
    ):
        done = run(*command)
        assert (done.status, done.out) == (1, "")
        assert done.err.startswith(f"tradefacts: {name}: ")
        assert done.err.splitlines()[0].endswith(".")
    assert not list(tmp_path.glob("*out.csv*"))
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["extract"], "Missing argument"),
        (["extract", "a.txt", "--published", "today"], "'today' is no date; write it as 2024-02-29."),
        (
            ["facts", "--flow", "exprot"],
            "'exprot' is none of export, import, balance, total_trade, aid, investment.",
        ),
        (["facts", "--measure", "x"], "'x' is none of level, change"),
        (["facts", "--status", "x"], "'x' is none of reported"),
        (["facts", "--salience", "x"], "'x' is none of high, low."),
        (["facts", "--reporter", "Atlantis"], "'Atlantis' is no country; give its ISO 3166 code (TUR)"),
        (["facts", "--unit", "smoot²³"], "'smoot²³' is no unit; give one such as USD"),
        (["facts", "--since", "2024"], "'2024' is no date"),
        (["facts", "--min-confidence", "2"], "'--min-confidence': '2' is no number from 0 to 1."),
        (["facts", "--min-confidence", "nan"], "'nan' is no number from 0 to 1."),
        (["export", "changes", "--width", "5.5"], "'5.5' is no whole number from 100 to 10000."),
        (["export", "changes", "--scale", "0"], "'0' is no number from 0.1 to 10."),
        (["serve", "--port", "http"], "'http' is no whole number from 0 to 65535."),
        (["facts", "--format", "xls"], "'--format': 'xls' is none of table, jsonl, csv."),
        (["facts", "--format", "csv", "--output", "a.jsonl"], "give --format or --output"),
        (["export"], "tradefacts export NAME --output FILE.png"),
        (["nosuch"], "No such command 'nosuch'"),
    ],
)
def test_a_wrong_usage_says_what_is_right_and_ends_with_2(
    run: Command, arguments: list[str], says: str
) -> None:
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert says in " ".join(done.err.split())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["extract", "article.txt", "--output", "a.xls"], "give a file that ends in .jsonl, .csv, .parquet"),
        (
            ["extract", "article.txt", "--output", "no/a.csv"],
            "no/a.csv cannot be written: No such file or directory.",
        ),
        (["facts"], "There are no facts at var/tradefacts.db yet; load some with tradefacts load INPUT, or"),
        (["serve", "--database", "typo.db"], "There are no facts at typo.db yet; load some with"),
        (
            ["export", "changes", "--output", "a.png", "--database", "typo.db"],
            "There are no facts at typo.db",
        ),
        (["load", "article.txt", "--database", "new/a.db"], "there is no folder new; make it, or name"),
        (["prepare", "--database", "new/a.db"], "there is no folder new; make it, or name another file."),
        (["facts", "--database", "sqlite:///a.db?mode=ro"], "leave out the question mark and what follows"),
        (["facts", "--database", "mysql://host/x"], "write sqlite:///FILE or postgresql://HOST/NAME."),
        (
            ["load", "article.txt", "--database", "article.txt"],
            "article.txt cannot be used: file is not a database; name another one with --database.",
        ),
        (["serve", "--host", "0.0.0.0"], "without a log-in. Leave --host at 127.0.0.1, or set"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    run: Command, article: Path, arguments: list[str], says: str
) -> None:
    article.write_text(ARTICLE * 100)
    done = run(*arguments)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("tradefacts: ")
    assert says in done.err
    assert done.err.count("\n") == 1
    assert {path.name for path in article.parent.iterdir()} == {"article.txt"}


@percentages
def test_load_tells_what_became_of_the_documents(run: Command, article: Path) -> None:
    assert run("load", article).err == "var/tradefacts.db: 1 stored; 2 facts.\n"
    assert run("load", article).err == "var/tradefacts.db: 1 unchanged; 2 facts.\n"
    article.write_text("Now 7%.")
    done = run("load", article)
    assert done.status == 1
    assert "--replace" in done.err
    assert run("load", article, "--replace").err == "var/tradefacts.db: 1 reread; 1 facts.\n"


@percentages
def test_the_database_is_chosen_by_option_or_environment(
    run: Command, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("load", article, "--database", "one.db")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///two.db")
    run("load", article)
    assert {path.name for path in tmp_path.glob("*.db")} == {"one.db", "two.db"}
    assert run("prepare").err == "two.db is ready.\n"


@pytest.fixture
def loaded(run: Command, tmp_path: Path) -> Command:
    """Give the command with two documents in its database."""
    run("prepare")
    months = {"period_start": date(2024, 1, 1), "period_end": date(2024, 1, 31)}
    with Store(tmp_path / "var" / "tradefacts.db") as store:
        store.save(made_reading("a", reporter="TUR", flow="export", **months), "1")
        store.save(made_reading("b", "Only [red]5%[/red].", reporter="RUS", value=5e9, unit="USD"), "1")
    return run


def test_facts_prints_a_table(loaded: Command) -> None:
    done = loaded("facts")
    assert done.status == 0
    assert "39%" in done.out
    assert "5,000,000,000" in done.out
    assert "2024-01-01 to 2024-01-31" in done.out


def test_facts_in_another_format(loaded: Command, tmp_path: Path) -> None:
    assert len(objects(loaded("facts", "--format", "jsonl").out)) == 3
    assert loaded("facts", "--format", "csv").out.startswith(",".join(FACT_COLUMNS))
    loaded("facts", "--output", "a.parquet")
    assert len(pd.read_parquet(tmp_path / "a.parquet")) == 3


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--reporter", "Turkey"], ["a", "a"]),
        (["--reporter", "tur", "--reporter", "Russia"], ["a", "a", "b"]),
        (["--flow", "Export", "--measure", "relative-change"], ["a", "a"]),
        (["--unit", "usd"], ["b"]),
        (["--document", "b"], ["b"]),
        (["--since", "2024-01-31", "--until", "2024-02-01"], ["a", "a"]),
        (["--status", "forecast"], []),
        (["--salience", "high", "--min-confidence", "0.95"], []),
        (["--search", "only"], ["b"]),
        (["--partner", "EU"], []),
    ],
)
def test_facts_are_filtered(loaded: Command, options: list[str], found: list[str]) -> None:
    done = loaded("facts", "--format", "jsonl", *options)
    assert [fact["document_id"] for fact in objects(done.out)] == found


@pytest.mark.parametrize(
    ("options", "out"),
    [([], ""), (["--format", "jsonl"], ""), (["--format", "csv"], ",".join(FACT_COLUMNS) + "\n")],
)
def test_no_fact_is_told_of(loaded: Command, options: list[str], out: str) -> None:
    done = loaded("facts", "--flow", "aid", *options)
    assert done == Run(0, out, "No stored fact passes these filters.\n")


def test_an_empty_database_is_told_of(run: Command) -> None:
    run("prepare")
    assert run("facts") == Run(0, "", "No fact is stored yet.\n")


def test_every_filter_is_an_option() -> None:
    assert list(FILTER_OPTIONS) == list(Filters.__dataclass_fields__)


def test_export_names_its_figures_and_refuses_others(loaded: Command) -> None:
    names = [line.split()[0] for line in loaded("export", "--list").out.splitlines()]
    assert "changes" in names
    done = loaded("export", "nosuch", "--output", "a.png")
    assert (done.status, done.out) == (1, "")
    assert f"the figures are {', '.join(names)}." in done.err
    done = loaded("export", names[0], "--output", "a.bmp")
    assert "give a file that ends in .png" in done.err


def test_export_draws_an_image_of_the_size_asked_for(loaded: Command, tmp_path: Path) -> None:
    from PIL import Image

    done = loaded(
        "export", "changes", "--output", "a.png", "--width", "640", "--height", "400", "--scale", "2"
    )
    assert done == Run(0, "", "")
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (1280, 800)


def test_export_holds_claims_against_the_official_figures_around_them(run: Command, tmp_path: Path) -> None:
    run("prepare")
    with Store(tmp_path / "var" / "tradefacts.db") as store:
        store.save(Reading(ECHO, tuple(echo_facts())), "1")
    months = "".join(f"TUR,RUS,export,TOTAL,{year}-01,{year}00000,USD\n" for year in range(2015, 2026))
    table = tmp_path / "official.csv"
    table.write_text(f"reporter,partner,flow,product,period,value,unit\n{months}", encoding="utf-8")
    assert run("official", "add", str(table), "--vintage", "2026-01-01").status == 0
    assert run("export", "claims-against-official", "--output", "a.svg", "--currency", "EUR") == Run(
        0, "", ""
    )
    drawn = (tmp_path / "a.svg").read_text(encoding="utf-8")
    # From five years before the claim on.
    assert "2019" in drawn and "2018" not in drawn
    assert "vintage of 1 Jan 2026" in drawn


def test_export_draws_what_it_has_to_say_where_no_fact_passes(loaded: Command, tmp_path: Path) -> None:
    done = loaded("export", "changes", "--output", "a.svg", "--flow", "aid")
    assert done == Run(0, "", "No stored fact passes these filters.\n")
    assert (tmp_path / "a.svg").stat().st_size


def test_explain_marks_quantities_and_names_the_words() -> None:
    january = (ARTICLE.index("January"), ARTICLE.index("January") + 7)
    reading = made_reading(
        "a",
        reporter="TUR",
        period_start=date(2024, 1, 1),
        period_end=date(2024, 1, 31),
        evidence=(
            Evidence("period", *january, "resolved"),
            Evidence("other", 0, 7),
            Evidence("confidence", 0, 0, "no partner"),
        ),
    )
    told = "\n".join(explain(reading))
    assert "fell by \x1b" in told
    lines = "\n".join(" ".join(line.split()) for line in told.replace("\x1b", "\n").splitlines())
    assert "[39%]" in told
    assert "reporter TUR (Turkey)" in lines
    assert "period 2024-01-01 to 2024-01-31" in lines
    assert '"January" (resolved)' in told
    assert "rule by hand" in lines
    assert "confidence 0.90" in lines and "(no partner)" in lines


@percentages
def test_explain_in_a_pipe_has_no_colours(run: Command, article: Path) -> None:
    done = run("explain", article)
    assert "fell by [39%] in January" in done.out
    assert "\x1b" not in done.out
    assert "Nothing" not in done.out


def test_explain_everything_has_the_text_in_between() -> None:
    text = "Before. Only 5%. After."
    (fact,) = made_reading("a", text).facts
    fact = fact._replace(sentence_start=8, sentence_end=16, sentence=text[8:16])
    reading = made_reading("a", text)
    reading = type(reading)(Document("a", text), (fact,))
    assert "Before." not in "\n".join(explain(reading))
    told = "\n".join(explain(reading, everything=True))
    assert "Before." in told
    assert "After." in told


def test_a_text_cannot_command_the_terminal() -> None:
    assert "\x1b]" not in "\n".join(explain(made_reading("a", "\x1b]0;owned\x07 Only 5%.")))
    assert plain("a\x1b[2Jb\n\nc") == "a [2Jb c"


@pytest.mark.parametrize("command", ["extract", "load", "explain", "facts", "export", "serve", "prepare"])
def test_help_has_examples(run: Command, command: str) -> None:
    done = run(command, "--help")
    assert done.status == 0
    assert f"tradefacts {command}" in done.out
    assert "Example" in done.out


def test_the_version_is_the_packages(run: Command) -> None:
    from tradefacts import VERSION

    assert run("--version").out == f"tradefacts {VERSION}\n"


def test_the_python_api_reads_a_text_or_a_document() -> None:
    import tradefacts

    text = "Turkey's exports to Russia fell by 39% in January."
    assert tradefacts.extract(text) == tradefacts.extract(Document("text", text))
    with pytest.raises(AttributeError):
        _ = tradefacts.NOSUCH


def started(*arguments: str, **more: object) -> subprocess.Popen[bytes]:
    """Start the command as a user does, who can interrupt it also where the tests run in the background."""
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    line = [sys.executable, "-c", f"{heeding}; from tradefacts.command import main; main()", *arguments]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)  # type: ignore[call-overload]


def test_extract_starts_without_what_it_does_not_need(article: Path) -> None:
    heavy = {"pandas", "pandera", "numpy", "pint", "sqlalchemy", "plotly", "dash", "flask", "rich", "pyarrow"}
    lines = [
        "import sys; sys.argv[1:] = ['extract', sys.argv[1]]",
        "from tradefacts.command import app; app(standalone_mode=False)",
        f"sys.exit(', '.join(sorted({heavy} & set(sys.modules))) or 0)",
    ]
    done = subprocess.run([sys.executable, "-c", "\n".join(lines), article], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_reader_that_has_seen_enough_ends_it_quietly(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n".join(["Turkey's exports to Russia fell by 39% in January."] * 3000))
    process = started("explain", "--all", "a.txt", cwd=tmp_path)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait(30)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("arguments", [["extract", "a.txt"], ["facts"], ["facts", "--help"]])
def test_a_full_disk_on_standard_output_is_one_sentence(
    loaded: Command, tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "a.txt").write_text("Exports to Russia fell by 39% in January.")
    with Path("/dev/full").open("wb") as full:
        line = [sys.executable, "-m", "tradefacts", *arguments]
        done = subprocess.run(line, stdout=full, stderr=subprocess.PIPE, cwd=tmp_path, check=False)
    assert done.stderr == b"tradefacts: Standard output cannot be written: No space left on device.\n"
    assert done.returncode == 1


def test_a_taken_port_is_told_with_both_ways_to_choose_one(run: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("serve", "--port", taken.getsockname()[1])
    assert done.status == 1
    assert "choose another one: tradefacts serve --port 8060, or make run PORT=8060." in done.err


def test_serve_tells_its_address_and_ends_quietly(tmp_path: Path) -> None:
    process = started("serve", "--port", "0", cwd=tmp_path)
    assert process.stdout is not None
    loaded, address = (process.stdout.readline().decode() for _ in range(2))
    assert loaded == "Loaded: 0 documents, 0 facts (var/tradefacts.db).\n"
    with urllib.request.urlopen(f"{address.split()[1]}/healthz", timeout=10) as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, b"")


def test_the_seeds_are_loaded_like_any_users_files(run: Command) -> None:
    done = run("load", SEEDS)
    assert done.status == 0
    assert "5 stored" in done.err


@pytest.mark.parametrize("output", ["facts.parquet", "facts", "facts.jsonl"])
def test_facts_that_were_extracted_are_loaded_with_their_evidence(run: Command, output: str) -> None:
    assert run("extract", SEEDS, "--output", output, "--evidence").status == 0
    done = run("load", SEEDS, "--facts", output, "--database", "filed.db")
    assert (done.status, done.err.split(": ")[1].split(";")[0]) == (0, "5 stored")
    assert run("load", SEEDS, "--database", "read.db").status == 0
    with Store("filed.db") as filed, Store("read.db") as read:
        ids = list(read.facts()["fact_id"])
        assert list(filed.facts()["fact_id"]) == ids
        assert [filed.fact(one) for one in ids] == [read.fact(one) for one in ids]
    if output != "facts.jsonl":
        assert "5 unchanged" in run("load", SEEDS, "--database", "filed.db").err


def test_evidence_is_a_column_of_its_own(run: Command, article: Path) -> None:
    (first, *_) = objects(run("extract", article, "--evidence").out)
    assert list(first) == [*FACT_COLUMNS, "evidence"]
    run("extract", article, "--evidence", "--output", "a.csv")
    with Path("a.csv").open(newline="") as lines:
        (row, *_) = csv.DictReader(lines)
    assert json.loads(row["evidence"]) == first["evidence"]


def test_load_stops_at_a_refusal_where_it_is_told_to(run: Command, article: Path) -> None:
    done = run("load", "nosuch.txt", article, "--strict")
    assert done.status == 1
    assert "nosuch.txt: there is no such file or folder. That stops the run, by --strict" in done.err
