"""What the figures of flows share: which links they draw, what they are called, and what is told of them."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from analysis.agreement import days_of
from analysis.conversion import Conversion
from analysis.flows import Flows, Link, Why, flows, tells_of_a_link
from analysis.products import product_of
from figures import wording
from figures.drawing import money
from figures.drawing.frame import message
from figures.drawing.marks import is_unfirm, told, tooltip
from figures.options import Options
from figures.selection import Selection, drawable, once
from figures.shown import Shown, of_fact
from figures.titles import whose
from schemas.records import Fact

_NOTHING = "None of these facts tells how much one country sent another."
_WAYS_OUT = (
    "choose a currency to convert to (Currency in the dashboard, --currency on the command line) or filter "
    "by unit."
)
#: `Uzbekistan's imports of machine tools`: what stands before the goods says no more than the band does.
_FLOW_WORD = re.compile(r"\b(?:exports?|imports?|shipments?|deliver(?:y|ies)|sales|purchases)\b", re.I)
_FLOWING = re.compile(
    r"^.*?\b(?:exports?|imports?|shipments?|deliver(?:y|ies)|sales|purchases|aid|investments?) (?:of|in) ",
    re.I,
)
#: A note names so many of what is left out; a part is called by so many letters.
_MOST_NAMED, _MOST_LETTERS = 3, 28


class Picked(NamedTuple):
    """The links that figures of flows draw, and what became of each fact's amount, by its id."""

    flows: Flows
    rates: Mapping[str, Conversion]

    @property
    def links(self) -> tuple[Link, ...]:
        """The links, the largest first."""
        return self.flows.links


@once
def picked(selection: Selection) -> Picked:
    """Return the links that facts tell of, in the currency asked for: see analysis.flows."""
    options = selection.options
    turned = [money.fact_in(one, options) for one in drawable(selection) if tells_of_a_link(one)]
    found = flows((fact for fact, _ in turned), days_of(selection.documents), options.currency)
    return Picked(found, {fact.fact_id: how for fact, how in turned if how is not None})


def nothing(title: str, chosen: Picked, options: Options, text: str = _NOTHING) -> go.Figure:
    """Return a figure that says why there are no links to draw: there are none, or in several currencies."""
    several = chosen.flows.currencies
    if len(several) > 1 and not chosen.links:
        text = f"These flows are told in {_inside(several)}, which have no scale in common: {_WAYS_OUT}"
    return message(title, text, options)


def _inside(units: Sequence[str]) -> str:
    return wording.listed([wording.uncapital(wording.unit_title(one)) for one in units])


def part_name(link: Link) -> str:
    """Return what is sent, in the text's words, where it is not all that flows; empty otherwise."""
    if not link.part:
        return ""
    product = product_of(link.fact)
    words = product.words if product else _FLOWING.sub("", link.fact.indicator or link.part)
    if not product and _FLOW_WORD.search(words):
        words = link.part
    return wording.first_words(words, _MOST_LETTERS)


def amount(link: Link) -> str:
    """Return a link's value as it is written beside it: `$631m`, `about $4bn (forecast)`."""
    firm = wording.firmness(link.fact)
    return f"{wording.fact_amount(link.fact)} ({firm})" if firm else wording.fact_amount(link.fact)


def short(link: Link) -> str:
    """Return a link's value where there is little room: `$631m p` is provisional, see notes_of_some()."""
    flag = wording.firmness(link.fact)[:1]
    return f"{wording.fact_amount(link.fact)} {flag}".strip()


def name(link: Link) -> str:
    """Return from where to where something goes: `Turkey → Russia`, `Ukraine → Egypt: wheat`."""
    part = part_name(link)
    between = f"{wording.capital(wording.place(link.sender))} → {wording.place(link.receiver)}"
    return f"{between}: {part}" if part else between


def tip(link: Link, chosen: Picked) -> str:
    """Return the tooltip of a link."""
    return tooltip(told(link.fact), link.fact.sentence, *money.rate(chosen.rates.get(link.fact.fact_id)))


def rows(links: Sequence[Link], chosen: Picked) -> tuple[Shown, ...]:
    """Return the rows of the table beside the picture."""
    return tuple(of_fact(one.fact, chosen.rates.get(one.fact.fact_id)) for one in links)


def title(links: Sequence[Link], chosen: Picked) -> str:
    """Return what flows, whose it is and when: `Turkey’s exports, 2023`, `Exports to Russia, 2023`."""
    parts = {part_name(one) for one in links}
    what = f": {parts.pop()}" if len(parts) == 1 and parts != {""} else ""
    when = wording.period(*chosen.flows.period) if chosen.flows.period else "period not stated"
    return f"{_about(links)}{what}, {when}"


def _about(links: Sequence[Link]) -> str:
    facts = [one.fact for one in links]
    flow_names = {one.flow for one in facts}
    reporters, partners = {one.reporter for one in facts}, {one.partner for one in facts}
    if len(flow_names) == 1 and min(len(reporters), len(partners)) == 1:
        reporter = reporters.pop() if len(reporters) == 1 else None
        partner = partners.pop() if len(partners) == 1 else None
        return wording.flow_phrase(flow_names.pop(), reporter, partner)
    several = "Trade flows" if flow_names <= {"export", "import"} else "Flows"
    senders, receivers = {one.sender for one in links}, {one.receiver for one in links}
    if len(senders) == 1:
        return f"{several} from {wording.place(senders.pop())}"
    if len(receivers) == 1:
        return f"{several} to {wording.place(receivers.pop())}"
    return whose(facts, "Flows between countries" if several == "Flows" else several)


def notes(shown: Sequence[Link], chosen: Picked, options: Options, of: int | None = None) -> list[str]:
    """Return what is told of links that have their flow's colour, and of what is left out.

    `of` is how many there are that the figure could show, where that is not all of those chosen.
    """
    flow_names = dict.fromkeys(str(one.fact.flow) for one in shown)
    found = []
    if len(flow_names) > 1 or "import" in flow_names:
        found.append(f"{wording.capital('; '.join(_TOLD_AS[name] for name in flow_names))}.")
    if firm := dict.fromkeys(one.fact.status for one in shown if is_unfirm(one.fact)):
        found.append(f"Lighter: {' or '.join(firm)}.")
    pairs = [one.between for one in shown]
    if len(set(pairs)) < len(pairs):
        found.append("Parts of one flow may overlap and are not added up.")
    return [
        *_how_many(shown, len(chosen.links) if of is None else of),
        *found,
        *_rest(shown, chosen, options),
    ]


def notes_of_some(
    shown: Sequence[Link], chosen: Picked, options: Options, of: int | None = None
) -> list[str]:
    """Return what is told of links of one kind, whose colour is their size, and of what is left out."""
    firm = dict.fromkeys(filter(None, (wording.firmness(one.fact) for one in shown)))
    found = [f"{'; '.join(f'{word[:1]}: {word}' for word in firm)}."] if firm else []
    if {"export", "import"} <= {one.fact.flow for one in shown}:
        found.append("Some are exports, as the sender counts them, others imports, as the receiver does.")
    of = len(shown) if of is None else of
    if len(chosen.links) > of:
        others = len(chosen.links) - of
        found.append(
            f"{others:,} other {'link is' if others == 1 else 'links are'} not of this kind: see Flows."
        )
    return [*_how_many(shown, of), *found, *_rest(shown, chosen, options)]


def _how_many(shown: Sequence[Link], of: int) -> list[str]:
    return [f"{len(shown):,} of {of:,} links are shown: the largest."] if len(shown) < of else []


def _rest(shown: Sequence[Link], chosen: Picked, options: Options) -> list[str]:
    converted = money.notes((chosen.rates.get(one.fact.fact_id) for one in shown), options)
    return [*converted, *(text for why, told in _TOLD.items() if (text := _left(why, told, chosen.flows)))]


_TOLD_AS = {
    "export": "blue: exports, as the sender counts them",
    "import": "vermilion: imports, as the receiver counts them",
    "aid": "purple: aid",
    "investment": "orange: investment",
}


def _left(why: Why, text: Callable[[Sequence[Fact]], str], of: Flows) -> str:
    facts = of.left.get(why, ())
    return text(facts) if facts else ""


def _many(facts: Sequence[Fact]) -> str:
    return f"{len(facts):,} {'figure' if len(facts) == 1 else 'figures'}"


def named(told: Sequence[str]) -> str:
    """Return the first few of what a note names, and how many more there are."""
    several = list(dict.fromkeys(told))
    more = f" and {len(several) - _MOST_NAMED} more" if len(several) > _MOST_NAMED else ""
    return f"{', '.join(several[:_MOST_NAMED])}{more}"


def _periods(facts: Sequence[Fact]) -> str:
    in_order = sorted(facts, key=lambda one: str(one.period_end), reverse=True)
    return named([wording.period(one.period_start, one.period_end) for one in in_order])


def _groups(facts: Sequence[Fact]) -> str:
    return named([f"{wording.subject(one)} ({wording.fact_amount(one)})" for one in facts])


def _units(facts: Sequence[Fact]) -> str:
    return named([wording.uncapital(wording.unit_title(one.unit)) for one in facts])


_TOLD: dict[Why, Callable[[Sequence[Fact]], str]] = {
    Why.GROUP: lambda facts: f"Left out, since it holds others that are shown: {_groups(facts)}.",
    Why.PART: lambda facts: f"{_many(facts)} of parts of a flow whose whole is shown left out.",
    Why.SIDE: lambda facts: (
        f"Where both sides tell of a flow, the sender’s figure is shown "
        f"({_many(facts)} of the receiver left out)."
    ),
    Why.AGAIN: lambda facts: (
        f"Of several figures of one link the newest document’s is shown ({_many(facts)} left out)."
    ),
    Why.PERIOD: lambda facts: f"{_many(facts)} of other periods left out: {_periods(facts)}.",
    Why.UNDATED: lambda facts: f"{_many(facts)} without a period left out.",
    Why.UNIT: lambda facts: f"{_many(facts)} in other units left out: {_units(facts)}.",
    Why.NOTHING: lambda facts: f"{_many(facts)} of zero or less left out.",
}
