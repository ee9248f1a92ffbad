"""How long `tradefacts extract` takes for one short article, from the shell and back."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.command import as_users_have_it, run
from benchmarks.timing import in_turn

#: What the command must do without.
HEAVY = ("dash", "plotly", "pandera", "pandas", "pyarrow", "dask", "fsspec", "sqlalchemy")


def measure(repeats: int) -> dict[str, Any]:
    """Return the seconds of each repetition, and which heavy packages were imported."""
    with tempfile.TemporaryDirectory(prefix="tradefacts-bench-") as folder:
        path = Path(folder, "article.txt")
        path.write_text(next(corpus.articles()).text, encoding="utf-8")
        timed = in_turn({"extract": lambda _: run(["extract", path])}, repeats)["extract"]
        return {
            "wall_s": [one.wall for one in timed.taken],
            "cpu_s": [one.cpu for one in timed.taken],
            "median_s": timed.wall,
            "heavy": _imported(path),
        }


def _imported(path: Path) -> list[str]:
    code = (
        "import sys; sys.argv = ['tradefacts', 'extract', sys.argv[1]]\n"
        "from tradefacts.command import main\n"
        f"try: main()\nfinally: print(*(set({HEAVY}) & set(sys.modules)), file=sys.stderr)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, check=True, env=as_users_have_it()
    )
    return sorted(told.stderr.split())
