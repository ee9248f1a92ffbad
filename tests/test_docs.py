"""What the docs say is so: their code runs, and every command, option, column and setting is in them."""

import json
import os
import re
import subprocess
import sys
import threading
from dataclasses import fields
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import typer
from werkzeug.serving import make_server

from analysis.agreement import AGREEMENT_COLUMNS, Verdict
from analysis.comparison import COMPARISON_COLUMNS
from analysis.points import Point
from dashboard.api.description import description
from dashboard.api.shapes import WORDS
from dashboard.app import PAGES, create_app
from figures.look import SMALL
from figures.pictures.sizes import PRESETS
from figures.table import TABLE_COLUMNS
from official.rates import read_rates
from pipeline.beside import sdmx_csv
from pipeline.loading import load
from schemas.filters import Filters
from schemas.vocabulary import CLOSED_COLUMNS, FACT_COLUMNS
from store import Store
from tradefacts.command import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FACTS = (ROOT / "docs" / "FACTS.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "SETTINGS.md").read_text(encoding="utf-8")
SERIES = (ROOT / "docs" / "SERIES.md").read_text(encoding="utf-8")
FIGURES = (ROOT / "docs" / "FIGURES.md").read_text(encoding="utf-8")
MANY = (ROOT / "docs" / "MANY.md").read_text(encoding="utf-8")
KEEPING = (ROOT / "docs" / "KEEPING.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

HOSTING = (ROOT / "docs" / "HOSTING.md").read_text(encoding="utf-8")
DASHBOARD = (ROOT / "docs" / "DASHBOARD.md").read_text(encoding="utf-8")

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(text: str, language: str) -> list[str]:
    return [body for name, body in BLOCK.findall(text) if name == language]


def run(command: str) -> str:
    """Run a line as a reader would, with the command on the path; fail where it fails."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    told = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, env={**os.environ, "PATH": path}, cwd=ROOT
    )
    assert told.returncode == 0, told.stderr
    return told.stdout


@pytest.mark.parametrize("block", blocks(README, "console"))
def test_what_the_readme_shows_is_what_comes(block: str) -> None:
    command, _, shown = block.partition("\n")
    lines = shown.replace("[", "[[]").splitlines()
    until = lines.index("    ...") if "    ..." in lines else len(lines)
    came = run(command.removeprefix("$ ")).splitlines()
    for line, expected in zip(came, lines[:until], strict=False):
        assert fnmatchcase(line, expected)
    assert len(came) >= until


@pytest.mark.parametrize(
    "block", [*blocks(README, "python"), *blocks(SERIES, "python"), *blocks(FIGURES, "python")]
)
def test_the_python_of_the_docs_runs(block: str) -> None:
    exec(compile(block, "docs", "exec"), {})


def test_every_page_and_whatever_an_address_may_say_is_described() -> None:
    headings = re.findall(r"^## (.+)$", DASHBOARD, re.MULTILINE)
    assert {page.name or "Export picture" for page in PAGES} <= set(headings)
    of_view = {"figure", "implied", "official", "low", "currency", "log", "event", "order", "page", "theme"}
    said = {one.name for one in fields(Filters)} | of_view | {"fact", "against", "verdict", "title", "note"}
    assert [name for name in sorted(said) if f"`{name}=" not in DASHBOARD] == []


def test_the_readmes_commands_and_options_exist() -> None:
    group = typer.main.get_command(app)
    lines = [
        line
        for text in (README, MANY, SERIES, FIGURES, HOSTING, KEEPING)
        for block in blocks(text, "sh")
        for line in block.splitlines()
    ]
    for line in lines:
        words = line.partition("#")[0].removeprefix("sudo -iu tradefacts ").split()
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(), re.MULTILINE), line
        elif words[0] == "tradefacts":
            command = group
            for name in words[1:3]:
                command = getattr(command, "commands", {}).get(name, command)
            assert command is not group, line
            options = {name for parameter in command.params for name in parameter.opts}
            assert {word for word in words if word.startswith("--")} <= options, line


def test_every_command_is_in_the_readme() -> None:
    for name in typer.main.get_command(app).commands:  # type: ignore[attr-defined]
        assert f"tradefacts {name}" in README, name


def test_every_column_and_every_word_of_a_list_is_described() -> None:
    described = re.findall(r"^\| (`.*?) \|", FACTS, re.MULTILINE)
    assert tuple(re.findall(r"`(\w+)`", " ".join(described))) == FACT_COLUMNS
    for column, words in CLOSED_COLUMNS.items():
        row = next(line for line in FACTS.splitlines() if re.match(rf"\| [`\w, ]*`{column}`", line))
        assert {str(word) for word in words} <= set(re.findall(r"`(\w+)`", row)), column


def test_every_column_of_an_answer_and_every_verdict_is_described() -> None:
    for title, columns in [
        ("Series", Point._fields),
        ("Agreement", AGREEMENT_COLUMNS),
        ("Against official figures", COMPARISON_COLUMNS),
    ]:
        section = SERIES.partition(f"## {title}\n")[2].partition("\n## ")[0].partition("| column |")[2]
        described = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
        assert sorted(re.findall(r"`(\w+)`", " ".join(described))) == sorted(columns), title
    assert all(f"| `{verdict}` |" in SERIES for verdict in Verdict)


def test_every_column_of_a_table_beside_a_picture_is_described() -> None:
    section = FIGURES.partition("## Data beside the picture\n")[2]
    described = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    assert tuple(sorted(re.findall(r"`(\w+)`", " ".join(described)))) == tuple(sorted(TABLE_COLUMNS))
    head = sdmx_csv(pd.DataFrame(columns=list(TABLE_COLUMNS))).decode().strip().split(",")
    assert all(f"`{column}`" in section for column in head[3:])


def test_every_size_and_what_it_measures_is_described() -> None:
    for name, preset in PRESETS.items():
        row = next(line for line in FIGURES.splitlines() if line.startswith(f"| `{name}` |"))
        size = preset.size
        assert f"{round(size.width * size.scale)} " in row
        assert f"{size.dpi:.0f} dpi" in row
        assert f"{SMALL * size.inches * 72:.2g} points" in row


def test_the_example_of_official_figures_is_what_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'example.db'}")
    monkeypatch.delenv("TRADEFACTS_RATES", raising=False)
    (block,) = blocks(SERIES, "console")
    commands = [line.removeprefix("$ ") for line in block.splitlines()]
    for command in commands[:-1]:
        run(command)
    came = [json.loads(line) for line in run(f"{commands[-1]} --format jsonl").splitlines()]
    verdicts = {one["quote"]: one["verdict"] for one in came}
    shown = re.findall(r"^\| `([^`\n]+)`, .* \| `([^`\n]+)` \|$", SERIES, re.MULTILINE)
    assert len(shown) == 6
    assert {quote: verdicts[quote] for quote, _ in shown} == dict(shown)


def test_the_rates_that_the_docs_show_are_a_table_of_rates(tmp_path: Path) -> None:
    (block,) = blocks(SERIES, "csv")
    (tmp_path / "rates.csv").write_text(block, encoding="utf-8")
    assert read_rates(tmp_path / "rates.csv")["currency"].tolist() == ["RUB", "KZT"]


def test_every_setting_is_described() -> None:
    from dashboard import settings
    from documents import limits

    rooms = ("tradefacts", "dashboard", "figures", "store", "pipeline", "documents", "official")
    source = "\n".join(
        path.read_text(encoding="utf-8") for room in rooms for path in (ROOT / room).rglob("*.py")
    )
    used = set(re.findall(r"""(?:environ(?:\.get)?[\[(]|getenv\(|envvar=)\s*["'](\w+)["']""", source))
    assert used, "no setting was found in the code: has the way of reading them changed?"
    described = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", SETTINGS, re.MULTILINE))
    assert used <= set(described)
    assert described["FORWARDED_ALLOW_IPS"] == f"`{settings.forwarded_allow_ips()}`"
    for name, default in {**limits.SETTINGS, **settings.SETTINGS}.items():
        assert described[name] == f"`{default}`"


def test_links_and_pictures_of_the_docs_are_there() -> None:
    texts = [(README, ROOT), (CONTRIBUTING, ROOT)]
    texts += [(path.read_text("utf-8"), path.parent) for path in (ROOT / "docs").glob("*.md")]
    for text, folder in texts:
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            if not target.startswith("http"):
                assert (folder / target).exists(), target


def test_the_rule_that_contributing_shows_is_a_rule_of_ours() -> None:
    from extraction.rules import ratios

    (block,) = blocks(CONTRIBUTING, "python")
    shown = eval(compile(block, "CONTRIBUTING.md", "eval"), vars(ratios))
    ours = next(rule for rule in ratios.RULES if rule.name == shown.name)
    assert (shown.pattern, shown.read, shown.examples) == (ours.pattern, ours.read, ours.examples)


def test_every_kind_of_file_that_is_read_is_described() -> None:
    from documents.kinds import ENDINGS
    from documents.sources.unpacking import PACKINGS

    text = (ROOT / "docs" / "INPUT.md").read_text(encoding="utf-8")
    described = set(re.findall(r"(\.\w+)`", text.partition("## What is refused")[0]))
    assert {*ENDINGS, *PACKINGS} <= described


def test_the_notebook_of_the_docs_runs_at_a_server(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (block,) = blocks(HOSTING, "python")
    with Store(tmp_path / "facts.db") as store:
        store.prepare()
        load([ROOT / "seeds"], store)
        server = make_server("127.0.0.1", 0, create_app(store).server, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        told: dict[str, Any] = {}
        exec(block.replace("https://facts.example.org", f"http://127.0.0.1:{server.server_port}"), told)
        server.shutdown()
        server.server_close()
    assert told["by_partner"]["RUS"] > 3
    assert "chips" in capsys.readouterr().out


def test_what_a_server_answers_and_counts_is_described(
    file_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRADEFACTS_METRICS", "1")
    app = create_app(file_store).server
    metrics = app.test_client().get("/metrics").text
    for name in re.findall(r"^# TYPE (\w+) ", metrics, re.MULTILINE):
        assert f"`{name}`" in HOSTING, name
    for path in description()["paths"]:
        assert f"`{re.sub(r'{.*}', 'ID', path)}`" in HOSTING, path
    assert all(f"`{word}`" in HOSTING for word in WORDS)
