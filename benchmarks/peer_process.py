"""Runs in the peer's environment and imports nothing of ours: a line of texts in, a line of seconds out."""

import json
import sys
import time
from importlib.metadata import version

from quantulum3 import parser


def main() -> None:
    """Parse what comes until there is no more."""
    for line in sys.stdin:
        texts = json.loads(line)
        cpu, wall = time.process_time(), time.perf_counter()
        quantities = sum(len(parser.parse(text)) for text in texts)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        told = {"wall": wall, "cpu": cpu, "quantities": quantities, "version": version("quantulum3")}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
