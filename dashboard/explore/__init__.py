"""Explore: find facts, see them, open the sentence.

Every control is a link to the address that it leads to, so there is nothing to keep in step, and Back,
Forward and bookmarks work by themselves:

    address ──> View ──> lists    facets with their counts, chips, the period, a page of the table
                     ──> figure   title, kinds, the figure itself, notes and sources
            ──> fact ──> source   the panel of dashboard.source

    layout      the parts that are always there
    facets      the filters with their counts, and the chips of those in force
    table       facts as rows
    figure      the figure and the words around it
    marks       the figure as a table
    callbacks   what fills them
"""

from dashboard.explore.callbacks import add_to
from dashboard.explore.layout import layout
from dashboard.pages import Page

EXPLORE = Page("Explore", "/", layout, add_to, filters=True)

__all__ = ["EXPLORE"]
