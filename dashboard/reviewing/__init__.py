"""Review: one fact after the other, beside its sentence and why it was read so; a key says what it is.

    address ──> filters, order ──> queue    25 facts, those of least confidence first; the keys walk along
            └─> fact           ──> detail   the sentence, each column with the words that gave it, what agrees
    a, c, r, u  ──> say ──> pipeline.reviewing ──> said   the next fact comes; one line tells, with Undo

`say` and `said` are on every page (dashboard.frame): the source panel has the same buttons.

    layout      the parts that are always there
    queue       the facts that wait, and which of them
    detail      one fact in full
    form        its correction
    callbacks   what fills them
"""

from dashboard.pages import Page
from dashboard.reviewing.callbacks import add_to
from dashboard.reviewing.layout import layout

REVIEW = Page("Review", "/review", layout, add_to, writes=True, filters=True)

__all__ = ["REVIEW"]
