"""The page of the composer. The header has no link to it: Explore's button leads here with its view."""

from dashboard.composing.callbacks import add_to
from dashboard.composing.composition import PATH
from dashboard.composing.layout import layout
from dashboard.pages import Page

COMPOSE = Page("", PATH, layout, add_to)
