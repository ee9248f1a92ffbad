"""A record -> what people read: the table of ratios with their limits, on a terminal and for the README."""

from collections.abc import Iterable, Iterator, Sequence

from benchmarks.limits import Record, verdicts, worst
from benchmarks.machine import described
from benchmarks.stages import tree

#: What a record says of itself; all else in it was measured.
ABOUT = ("day", "time", "machine", "sizes", "failed")
_MET = {True: "met", False: "NOT met", None: ""}


def table(record: Record) -> str:
    """Return the ratios, what was asked of them, and whether they meet it, in columns."""
    lines = [f"{'':42}{'asked':>16}{'found':>16}"]
    lines += [f"{name:42}{asked:>16}{found:>16}  {_MET[met]}" for name, asked, found, met in verdicts(record)]
    return "\n".join([*lines, "", *_notes(record)])


def readme(records: Sequence[Record]) -> str:
    """Return what the README has: which measurements were taken when, and the table of the newest of each."""
    taken = [f"- {where(record)}" for record in sorted(records, key=_moment)]
    return "\n".join([*taken, "", markdown(newest(records))])


def markdown(record: Record) -> str:
    """Return the table of ratios in Markdown."""
    lines = ["| | asked | found | |", "|---|---|---|---|"]
    lines += [f"| {name} | {asked} | {found} | {_MET[met]} |" for name, asked, found, met in verdicts(record)]
    return "\n".join(lines)


def newest(records: Iterable[Record]) -> Record:
    """Return the newest of each measurement as one record: not all of them are taken again each time."""
    found: Record = {}
    for record in sorted(records, key=_moment):
        found |= {name: value for name, value in record.items() if name not in ABOUT}
    return found


def _moment(record: Record) -> str:
    return f"{record['day']} {record.get('time', '')}"


def where(record: Record) -> str:
    """Return what was measured, when, at which revision and on what machine, in one sentence."""
    machine = record["machine"]
    measured = ", ".join(name for name in record if name not in ABOUT)
    return f"{measured}: {record['day']}, revision {machine['revision']}, on {described(machine)}."


def _notes(record: Record) -> Iterator[str]:
    yield where(record)
    yield f"Load of the machine when it began: {record['machine']['load']:.1f}."
    for profile, found in record.get("speed", {}).items():
        for name in ("scan", "extractor", "command", "peer"):
            if one := found.get(name):
                yield f"{profile:6} {name:10} {one['mb_per_s']:9.3f} MB/s, spread {one['spread']:.0%}"
        if "peer_missing" in found:
            yield f"{profile:6} {found['peer_missing']}"
    if record.get("growth"):
        exponent, name = worst(record)
        yield f"The hostile text with the largest exponent is {name!r}: {exponent:.2f}."
    yield from _took(record)
    for one in record.get("memory", ()):
        end = "" if one["whole"] else ", ended before its time"
        yield (
            f"{one['bytes'] / 1e6:7,.0f} MB of input: {one['resident_mb']:.0f} MB of memory, "
            f"{one['proportional_mb']:.0f} MB with shared pages counted once, {one['wall_s']:.0f} s{end}"
        )
    for profile, found in record.get("stages", {}).items():
        seen = f"{found['samples']} samples, {found['overhead']:+.0%} by watching"
        yield f"\nWhere the extractor's time goes, {profile} ({seen}):"
        yield tree(found["functions"], 0.03)
    for name, reason in record.get("failed", {}).items():
        yield f"{name} was not measured: {reason}"


def _took(record: Record) -> Iterator[str]:
    """Yield how long loading and drawing took."""
    if load := record.get("load"):
        took = ", ".join(f"{load[name]['s']:.0f} s into {name}" for name in ("sqlite", "postgresql"))
        yield f"{load['facts']:,} facts: {took}."
    yield from _browsed(record.get("browsing", {}))
    if drawn := record.get("drawing"):
        took = ", ".join(f"{name} {seconds:.2f}" for name, seconds in drawn["steady_s"].items())
        yield f"Pictures: {drawn['first_s']:.1f} s for the first, then in seconds {took}."


def _browsed(found: Record) -> Iterator[str]:
    """Yield how long each kind of step took in a browser."""
    for database in ("sqlite", "postgresql"):
        steps = found.get(database, {})
        took = ", ".join(f"{name} {one['p50']:.0f} / {one['p95']:.0f}" for name, one in steps.items())
        if took:
            yield f"{found['facts']:,} facts in {database}, ms at the 50th / 95th percentile: {took}."
