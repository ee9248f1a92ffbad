"""What is written into the audit log, and the page and the CSV that show it to admins."""

import csv
import io
from collections.abc import Iterable
from contextlib import nullcontext, suppress

from flask import Flask, Response, render_template_string

from dashboard.access import current
from dashboard.access.look import page
from dashboard.access.needs import needs
from store import Event, Role, Store, StoreError, What

_COLUMNS = ("when", "who", "what", "about", "from")
_SHOWN = 200
#: With what a cell begins that a spreadsheet would reckon.
_RECKONED = ("=", "+", "-", "@", "\t", "\r")

_TABLE = """
<h1>Audit log</h1>
<p class="soft">{% if cut %}The last {{ rows|length }} events.{% endif %}
<a href="/audit.csv">{{ "All of them" if cut else "The same" }} as CSV</a>. Times are UTC.</p>
<div class="table" role="region" aria-label="Events" tabindex="0"><table>
<thead><tr>{% for name in columns %}<th scope="col">{{ name|capitalize }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</tbody>
</table></div>
<p><a href="/">Back to the dashboard</a></p>
"""


def tell(store: Store, what: What, about: str | None = None, who: str | None = None) -> None:
    """Write that who asks has done something; `who` where it is not yet known who asks.

    What cannot be written is told of, and then not done; at one's own machine one may read what is read-only.
    """
    person = current.current_person()
    with suppress(StoreError) if person and not person.name else nullcontext():
        store.audit.write(current.by(who).event(what, about))


def add_to(server: Flask, store: Store) -> None:
    """Register the page and the CSV."""

    @server.get("/audit")
    @needs(Role.ADMIN)
    def audit() -> Response:
        found = store.audit.events(_SHOWN + 1)
        shown = rows(found[:_SHOWN])
        return page(
            "Audit log",
            render_template_string(_TABLE, rows=shown, columns=_COLUMNS, cut=len(found) > _SHOWN),
            wide=True,
        )

    @server.get("/audit.csv")
    @needs(Role.ADMIN)
    def audit_csv() -> Response:
        tell(store, What.EXPORT, "audit.csv")
        answer = Response(as_csv(store.audit.events()), mimetype="text/csv")
        answer.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
        return answer


def rows(events: Iterable[Event]) -> list[tuple[str, ...]]:
    """Return events in words, as they are shown."""
    return [
        (f"{one.at:%Y-%m-%d %H:%M:%S}", one.who or "", one.what.value, one.about or "", one.address or "")
        for one in events
    ]


def as_csv(events: Iterable[Event]) -> str:
    """Return events as CSV. Some cells come from outside: none of them is a formula for a spreadsheet."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(
        [f"'{cell}" if cell.startswith(_RECKONED) else cell for cell in row] for row in rows(events)
    )
    return written.getvalue()
