"""Draw every figure for the docs, from the sources and the development articles: `make figures`.

It writes docs/images/figures/NAME.png and docs/GALLERY.md. tests/test_gallery.py holds what they carry
against what the figures draw today. The two articles that nobody has read the results of are left out.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from test_gold import GOLD, HELD_BACK

from analysis.rows import facts_of
from dashboard.address import read
from figures.catalogue import CATALOGUE
from figures.pictures.picture import Made, Picture, draw, picture
from figures.pictures.sizes import Size
from figures.words import words_of
from official import Given
from pipeline.loading import load
from pipeline.official import add_official, series_for
from pipeline.rates import known_rates
from store import Store
from tradefacts import VERSION

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "images" / "figures"
PAGE = ROOT / "docs" / "GALLERY.md"
EXAMPLES = ROOT / "docs" / "examples"
#: As wide as a page of the docs shows it; the moment does not change, so that only what is drawn does.
SIZE = Size(800)
MADE = datetime(2026, 11, 29, tzinfo=UTC)
VINTAGE = date(2024, 12, 1)


class Choice(NamedTuple):
    """What a figure is shown of: some of TEXTS, looked at as the dashboard's address has it."""

    texts: str
    query: str = "?"


TEXTS = {
    "seeds": "the five articles of `seeds/`",
    "articles": "the articles of `tests/gold/dev_articles.jsonl`",
    "all": "the articles of `seeds/` and of `tests/gold/dev_articles.jsonl`",
    "official": "the five articles of `seeds/` beside the made-up tables of `docs/examples/`",
}
CHOICES = {
    "before-and-after": Choice("seeds"),
    "slope": Choice("seeds", "?partner=RUS"),
    "values-over-time": Choice("seeds", "?partner=RUS&event=sanctions%3D2022-02-24"),
    "by-country": Choice("articles", "?reporter=EUU"),
    "by-product": Choice("articles", "?reporter=JPN"),
    "changes": Choice("articles", "?reporter=JPN"),
    "changes-by-time": Choice("articles", "?reporter=GBR"),
    "flows": Choice("articles", "?currency=USD"),
    "flow-map": Choice("articles", "?currency=USD"),
    "map": Choice("articles", "?currency=USD"),
    "flow-matrix": Choice("articles", "?currency=USD"),
    "shares": Choice("articles"),
    "counts": Choice("seeds"),
    "waffle": Choice("seeds"),
    "unit-prices": Choice("articles"),
    "agreement": Choice("seeds"),
    "claims-against-official": Choice(
        "official", "?partner=RUS&flow=export&flow=import&unit=USD&unit=percent"
    ),
    "documents": Choice("all"),
}


@contextmanager
def stores() -> Iterator[dict[str, Store]]:
    """Give a database of each of TEXTS."""
    with TemporaryDirectory() as folder:
        articles = Path(folder) / "articles.jsonl"
        articles.write_text("".join(_articles()), encoding="utf-8")
        sources = {
            "seeds": [ROOT / "seeds"],
            "articles": [articles],
            "all": [ROOT / "seeds", articles],
            "official": [ROOT / "seeds"],
        }
        found = {name: Store(Path(folder) / f"{name}.db") for name in sources}
        for name, store in found.items():
            store.prepare()
            load(sources[name], store)
        for table in sorted(EXAMPLES.glob("*.csv")):
            add_official(table, found["official"], Given(vintage=VINTAGE))
        yield found
        for store in found.values():
            store.close()


def _articles() -> Iterator[str]:
    """Yield the development articles as lines of JSON, without what their gold says of them."""
    for line in (GOLD / "dev_articles.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        if told["id"] not in HELD_BACK:
            yield json.dumps({key: told[key] for key in ("id", "title", "published", "text")}) + "\n"


def shown(name: str, store: Store) -> Picture:
    """Return the figure called `name` of its choice, laid out for the page."""
    view = replace(read(CHOICES[name].query), figure=name)
    facts = store.facts(view.asked)
    options = replace(
        view.options,
        rates=known_rates(),
        originals=store.originals(),
        observations=series_for(facts_of(facts), store),
    )
    return picture(name, facts, store.documents(), options, SIZE, Made(view.query(), VERSION, MADE))


def page(pictures: dict[str, Picture]) -> str:
    """Return the page that shows all of them."""
    parts = [
        "# Every figure",
        "Drawn by `make figures`, each as the dashboard has it at the address beside it. How they are "
        "exported, and what a picture carries, is told in [FIGURES.md](FIGURES.md).",
    ]
    for name, one in pictures.items():
        entry, choice = CATALOGUE[name], CHOICES[name]
        described = " ".join(words_of(one.figure).described.split()).replace("[", "(").replace("]", ")")
        parts += [
            f"## {entry.label}\n\n`{name}`: {entry.question}",
            f"![{described}](images/figures/{name}.png)",
            f"Of {TEXTS[choice.texts]}: `tradefacts export --view '{one.record.query}' --output {name}.png`",
        ]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with stores() as known:
        pictures = {name: shown(name, known[choice.texts]) for name, choice in CHOICES.items()}
    for name, one in pictures.items():
        (PICTURES / f"{name}.png").write_bytes(draw(one, "png"))
        print(f"drawn: {name}, {one.size.width} × {one.height}")
    PAGE.write_text(page(pictures), encoding="utf-8")


if __name__ == "__main__":
    main()
