"""What the command `extract` does."""

import sys
from datetime import date
from functools import partial
from pathlib import Path

from pipeline.engines import in_order, jobs_for
from pipeline.extracting import Extraction, extract_to_file, extract_to_stream
from pipeline.formats import FORMATS
from tradefacts.progress import Progress


def extract(
    inputs: list[str],
    output: Path | None,
    progress: Progress,
    *,
    published: date | None,
    jobs: int | None,
    strict: bool,
    resume: bool,
) -> None:
    """Read the facts of the inputs, and write them to a file, or as JSONL to standard output."""
    engine = partial(in_order, jobs=jobs_for(jobs))
    run = Extraction(tuple(inputs), engine, progress, published, strict)
    if output:
        extract_to_file(run, output, resume=resume)
    else:
        extract_to_stream(run, sys.stdout.buffer, FORMATS["jsonl"])
