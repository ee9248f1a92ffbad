"""Tables of figures inside a text -> facts, one a cell.

    lines      a line and its cells
    grid       where tables begin and end: captions, header, rows
    columns    which cell stands in which column, and below what
    numbers    the figure in a cell
    headings   what a caption, a column's or a row's heading tells, by the readers of sentences
    units      the unit that a heading tells
    figures    a cell -> its value, unit and measure
    sides      its flow and countries; times: its days
    facts      all of these -> a fact

A table is read only where its header or caption tells what its figures are. A cell whose unit or measure is
not told, or whose headings contradict each other, gives no fact.
"""

from extraction.language.writing import PLAIN, Writing
from extraction.reading import Known
from extraction.tables.facts import Asking, facts_of
from extraction.tables.figures import Table
from extraction.tables.grid import grids_in

__all__ = ["Asking", "Table", "facts_of", "tables_in"]


def tables_in(text: str, known: Known, writing: Writing = PLAIN) -> list[Table]:
    """Return the tables of a text that have figures to tell, in order.

    `known` is what the whole text speaks of, `writing` how it writes its numbers.
    """
    tables = (Table(text, grid, known, writing) for grid in grids_in(text))
    return [table for table in tables if table.figures]
