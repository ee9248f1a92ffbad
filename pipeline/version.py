"""The name of what reads: a digest of the code and the words of `documents` and `extraction`."""

import hashlib
from functools import cache
from importlib import resources
from pathlib import Path


@cache
def extractor_version() -> str:
    """Return the name under which facts remember what read them: 16 hexadecimal digits.

    Whoever mends a rule or pulls a newer one sees its effect at the next load, with no number to remember.
    """
    digest = hashlib.blake2b(digest_size=8)
    for room in ("documents", "extraction"):
        folder = Path(str(resources.files(room)))
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".csv"):
                digest.update(f"{room}/{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
