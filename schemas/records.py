"""One document, one fact, one piece of evidence; one observation of a statistical office.

Document.text  ── never changes after reading; every span below counts its code points
    └─ Passage     a stretch of it: headline, byline, body, caption or boilerplate
    └─ Fact        one quantity: its span, its sentence's span, and what it says
          └─ Evidence   the words that gave one of its columns
"""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from schemas.vocabulary import FACT_COLUMNS, PublishedBy, Section


class Passage(NamedTuple):
    """A stretch of a document's text, `text[start:end]`, that is all of one section."""

    start: int
    end: int
    section: Section


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what is known of where it comes from. Everything but id and text may be unknown."""

    document_id: str
    text: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    #: Where it was read from: a path as the user gave it, or None for standard input.
    source: str | None = None
    #: In order, without gaps or overlaps; empty means that all of it is body.
    passages: tuple[Passage, ...] = ()
    author: str | None = None
    url: str | None = None
    #: What told the day of publication; None where that is unknown.
    published_by: PublishedBy | None = None
    #: Where the pages of a paged document begin in the text, the first one at 0; empty where it has none.
    pages: tuple[int, ...] = ()
    #: Sentences that a reader of the document should know: an ambiguous date, a guessed encoding.
    notes: tuple[str, ...] = ()
    #: True for a document of which a picture may carry no word, only ids; None where nobody has said.
    confidential: bool | None = None

    def page(self, at: int) -> int | None:
        """Return the number of the page on which a place of the text stands, from 1; None without pages."""
        return max(bisect_right(self.pages, at), 1) if self.pages else None

    @property
    def sha256(self) -> str:
        """The hash of the text in UTF-8, by which the same document is known again."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


class Evidence(NamedTuple):
    """The words `text[start:end]` that gave a fact's column `field`, with a note where they need one."""

    field: str
    start: int
    end: int
    note: str = ""


class Fact(NamedTuple):
    """One quantity in a text, with what it measures. The columns are described in docs/FACTS.md."""

    fact_id: str
    document_id: str
    start: int
    end: int
    quote: str
    sentence_start: int
    sentence_end: int
    sentence: str
    value: float
    value_high: float | None
    bound: str
    unit: str
    counted: str | None
    measure: str
    direction: str | None
    statistic: str | None
    flow: str | None
    balance: str | None
    reporter: str | None
    partner: str | None
    indicator: str | None
    period_start: date | None
    period_end: date | None
    baseline_period_start: date | None
    baseline_period_end: date | None
    baseline_value: float | None
    status: str
    role: str | None
    attributed_to: str | None
    section: str
    salience: str
    rule: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()

    def columns(self) -> dict[str, object]:
        """The fact as one row of the contract: its columns in order, without the evidence."""
        return dict(zip(FACT_COLUMNS, self, strict=False))


#: What an observation's `product` says where it is about all goods.
ALL_PRODUCTS = "TOTAL"


class Observation(NamedTuple):
    """One value of one series over one period, as a statistical office published it, in SDMX's words.

    A dataset, called as its file calls it, holds series; `series_key` are the codes of a series' dimensions
    as the file has them, with points between. A vintage is the state of a dataset on one day: figures are
    revised, and a later vintage has other values. `reporter` and `partner` are country codes, null for an
    area that has none, such as `extra-EU`; `reporter_area` and `partner_area` are the areas as the file has
    them (`EU27_2020`, `842`). `product` is a code of `classification` (`HS`, `SITC`, ...), or ALL_PRODUCTS.
    `adjustment` is `seasonal` or null, `value` in `unit` with multipliers applied.
    """

    dataset: str
    series_key: str
    flow: str | None
    reporter: str | None
    partner: str | None
    reporter_area: str | None
    partner_area: str | None
    product: str | None
    classification: str | None
    coverage: str | None
    valuation: str | None
    adjustment: str | None
    frequency: str
    period_start: date
    period_end: date
    value: float
    unit: str
    status: str
    vintage: date


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with the facts that were read from it: the unit that is stored whole or not at all."""

    document: Document
    facts: tuple[Fact, ...] = field(default=())


def fact_id(document_id: str, start: int, end: int, says: Mapping[str, object]) -> str:
    """Return a stable id: the same document and the same reading give the same 16 hex digits.

    `says` are the columns from `value` to `role`; the rule that read them and its confidence are not
    part of what is said, so renaming a rule keeps every id.
    """
    form, in_order = _form_of(tuple(says))
    said = form % in_order(says)
    whole = f"{document_id}\x1f{start}\x1f{end}\x1f{said}"
    return hashlib.blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@cache
def _form_of(columns: tuple[str, ...]) -> tuple[str, Callable[[Mapping[str, object]], object]]:
    """Return the form that spells columns out, `bound=%s`, `direction=%s`, …, and what puts them in order."""
    names = sorted(columns)
    return "\x1f".join(f"{name}=%s" for name in names), itemgetter(*names)
