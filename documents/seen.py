"""An id stands for one document: which ids were read, and where, in some twenty bytes for each.

Millions of documents pass through one run, so neither ids nor names are kept as Python texts. Of an id
stand here 96 bits of its BLAKE2 digest: that two of a hundred million ids have the same is a matter of one
in ten trillion runs.
"""

from hashlib import blake2b

from documents.errors import Refusal

_BUCKET = 2  # bytes of a digest that choose the bucket
_KEY = 10  # bytes of it that stand in the bucket
_PLACE = 5  # bytes of the place of a name, and of a line's number
_RECORD = _KEY + 2 * _PLACE
_LENGTH = 4  # bytes of a name's length


class Seen:
    """The ids that were read, each with the name of its first document."""

    def __init__(self) -> None:
        self._buckets: dict[int, bytearray] = {}
        self._count = 0
        #: Names one behind the other, each with its length before it. "a.jsonl, line 7" is kept as the
        #: place of "a.jsonl, line" and the number 7, so that a file's name is here once for all its lines.
        self._names = bytearray()
        self._last = ("", 0)

    def __len__(self) -> int:
        return self._count

    def again(self, name: str, document_id: str) -> Refusal | None:
        """Return the refusal of a document whose id another had; otherwise remember its id."""
        digest = blake2b(document_id.encode("utf-8", "surrogatepass"), digest_size=_BUCKET + _KEY).digest()
        bucket = self._buckets.setdefault(int.from_bytes(digest[:_BUCKET]), bytearray())
        at = _find(bucket, digest[_BUCKET:])
        if at < 0:
            bucket += digest[_BUCKET:] + self._place_of(name)
            self._count += 1
            return None
        first = self._name_at(bytes(bucket[at + _KEY : at + _RECORD]))
        return Refusal(
            name,
            f"a document with the id {document_id!r} was read before it ({first}); "
            "give one of them another id (a text file's id is its name without the ending)",
        )

    def _place_of(self, name: str) -> bytes:
        start, _, digits = name.rpartition(" ")
        numbered = digits.isascii() and digits.isdigit() and digits[0] != "0" and len(digits) <= 12
        start, number = (start, int(digits)) if numbered else (name, 0)
        if not self._names or self._last[0] != start:
            data = start.encode("utf-8", "surrogatepass")
            self._last = (start, len(self._names))
            self._names += len(data).to_bytes(_LENGTH) + data
        return self._last[1].to_bytes(_PLACE) + number.to_bytes(_PLACE)

    def _name_at(self, place: bytes) -> str:
        at, number = int.from_bytes(place[:_PLACE]), int.from_bytes(place[_PLACE:])
        begin = at + _LENGTH
        length = int.from_bytes(self._names[at:begin])
        start = self._names[begin : begin + length].decode("utf-8", "surrogatepass")
        return f"{start} {number}" if number else start


def _find(bucket: bytearray, key: bytes) -> int:
    """Return where the record of a key begins in a bucket, or -1."""
    at = bucket.find(key)
    while at >= 0 and at % _RECORD:
        at = bucket.find(key, at + 1)
    return at
