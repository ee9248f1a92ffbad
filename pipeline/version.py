"""The name of what reads: a digest of the code and the words of `documents` and `extraction`."""

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def extractor_version() -> str:
    """Return the name under which facts remember what read them: 16 hexadecimal digits.

    Whoever mends a rule or pulls a newer one sees its effect at the next load, with no number to remember.
    """
    digest = hashlib.blake2b(digest_size=8)
    for room in ("documents", "extraction"):
        spec = find_spec(room)  # which, unlike an import, takes no time
        assert spec and spec.origin
        folder = Path(spec.origin).parent
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".csv"):
                digest.update(f"{room}/{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
