"""What the command `extract` does."""

import sys
from datetime import date
from functools import partial
from pathlib import Path

from pipeline.engines import Engine, in_order, jobs_for
from pipeline.extracting import Extraction, extract_to_file, extract_to_stream
from pipeline.formats import Jsonl
from pipeline.reading import Chunk
from pipeline.work import Extracted
from tradefacts.progress import Progress


def chosen_engine(name: str, jobs: int | None, scheduler: str | None) -> Engine[Chunk, Extracted]:
    """Return the engine of a name. Raises EngineError where what it needs is not installed."""
    if name == "local":
        return partial(in_order, jobs=jobs_for(jobs))
    from pipeline.cluster import check_dask, on_dask

    check_dask()
    return partial(on_dask, jobs=jobs_for(jobs), scheduler=scheduler)


def extract(
    inputs: list[str],
    output: Path | None,
    progress: Progress,
    engine: Engine[Chunk, Extracted],
    *,
    published: date | None,
    strict: bool,
    resume: bool,
    evidence: bool,
) -> None:
    """Read the facts of the inputs, and write them to a file, or as JSONL to standard output."""
    run = Extraction(tuple(inputs), engine, progress, published, strict, evidence)
    if output:
        extract_to_file(run, output, resume=resume)
    else:
        extract_to_stream(run, sys.stdout.buffer, Jsonl(evidence))
