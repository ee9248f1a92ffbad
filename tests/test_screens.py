"""The pictures of the pages in the docs: each page has one, and each is shown somewhere."""

import re

import screens
from PIL import Image

from dashboard.app import PAGES

DOCS = [screens.ROOT / "README.md", *(screens.ROOT / "docs").glob("*.md")]


def test_every_page_has_a_picture() -> None:
    shown = {one.address.partition("?")[0] for one in screens.ALL}
    assert shown == {page.path for page in PAGES}


def test_every_picture_is_there_in_its_size_and_is_shown_in_the_docs() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCS)
    named = set(re.findall(r"images/screens/([\w-]+)\.png", text))
    assert named == {one.name for one in screens.ALL}
    assert {path.stem for path in screens.SCREENS.iterdir()} == named
    for one in screens.ALL:
        assert Image.open(screens.SCREENS / f"{one.name}.png").size == one.size
