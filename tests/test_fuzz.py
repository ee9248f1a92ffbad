"""Ten thousand damaged files; `fuzz` damages and tries them, and as many others as one likes."""

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from fuzz import tried

from documents.formats import reader


@pytest.mark.parametrize("number", [1_500, pytest.param(10_000, marks=pytest.mark.long)])
def test_damaged_files_are_read_or_refused_and_leave_nothing(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    reader.end_reader()  # the next one has the new folder
    told = Counter(tried(range(number), tmp_path))
    assert told.total() == number
    assert told["read"] > number / 10, "the damage is so great that hardly a file gets past the first look"
    assert len(told) > 50
