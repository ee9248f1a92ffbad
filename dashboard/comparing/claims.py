"""Facts -> rows: what several sources say of one thing, conflicts first."""

from analysis.agreement import Group, Verdict, days_of, groups
from analysis.claims import Claim
from dashboard.comparing.asked import Comparing
from dashboard.comparing.gathered import Gathered, Sources
from dashboard.comparing.rows import Mark, Row
from figures import wording
from figures.charts import agreement
from figures.drawing import money
from figures.options import Options
from pipeline.rates import configured_rates
from store import Store

#: What the verdicts are called in an address.
_KINDS = {
    Verdict.CONFLICT: "conflict",
    Verdict.SUPERSEDED: "superseded",
    Verdict.CONVERTED: "converted",
    Verdict.AGREE: "agree",
}


def rows(found: Gathered, store: Store) -> list[Row]:
    """Return a row for each thing of which several sources speak."""
    originals = store.originals(list(found.documents["document_id"]))
    every = groups(found.facts, days_of(found.documents), originals=originals, rates=configured_rates())
    sources, options = found.sources(), _options(found.view)
    return [_row(one, sources, options) for one in every]


def _options(view: Comparing) -> Options:
    return Options(currency=view.currency, rates=configured_rates())


def _row(group: Group, sources: Sources, options: Options) -> Row:
    about = agreement.about_of(group)
    when = wording.period(about.period_start, about.period_end)
    claims, conversion = agreement.in_currency(group, options)
    gone = {one.fact.fact_id for one in group.superseded}
    rates = [one.conversion for one in group.claims if one.conversion] + [*money.rate(conversion)]
    return Row(
        agreement.what_of(about),
        ", ".join(filter(None, (when, wording.measure_name(about)))),
        _KINDS[group.verdict],
        wording.capital(agreement.verdict(group)),
        tuple(_mark(one, sources, one.fact.fact_id in gone) for one in claims),
        _difference(claims),
        tuple(map(wording.capital, group.reasons)),
        tuple(dict.fromkeys(rates)),
    )


def _mark(claim: Claim, sources: Sources, is_gone: bool) -> Mark:
    by, day = sources[claim.fact.document_id]
    note = ", ".join(filter(None, (wording.firmness(claim.fact), "superseded" if is_gone else "")))
    span = claim.value, claim.low, claim.high
    return Mark(agreement.in_words(claim), f"{by},", day, *span, claim.fact.fact_id, note, is_gone)


def _difference(claims: list[Claim]) -> str:
    """Return by how much the largest value is above the smallest; nothing where they are one."""
    unit, apart = claims[0].unit, max(one.value for one in claims) - min(one.value for one in claims)
    if not apart:
        return "none"
    return f"{wording.number(apart)} points" if unit == "percent" else wording.amount(apart, unit)
