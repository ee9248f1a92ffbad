"""Compare: what several sources say of one thing, and what they say against what offices published.

address ──> Comparing ──> facets    the filters, as on Explore
                      ──> claims    groups of claims  ─┐
                      ──> official  claims held against observations ─┴──> rows ──> table, figure
        ──> fact      ──> source    the panel of dashboard.source

layout      the parts that are always there
asked       what is compared, as the address says it
gathered    the facts that are compared, and what is known of them
rows        one thing that is compared, and how its values lie on a small scale
claims      facts -> rows: claims against each other
official    facts -> rows: claims against official figures
table       rows -> the table, and the links that choose among them
callbacks   what fills them
"""

from dashboard.comparing.asked import PATH
from dashboard.comparing.callbacks import add_to
from dashboard.comparing.layout import layout
from dashboard.pages import Page

COMPARE = Page("Compare", PATH, layout, add_to, filters=True)

__all__ = ["COMPARE"]
