"""Files and folders of object storage and other machines, by their fsspec path: `s3://bucket/x/*.jsonl`.

fsspec has what is common to all; what speaks to one kind of storage is a package of its own, which whoever
needs it installs (s3fs, gcsfs, adlfs ...). Whatever goes wrong there becomes an OSError, so that the file
is refused with the storage's own words and the others go on.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from textwrap import shorten
from typing import IO, Any

from documents.errors import DocumentError, Refusal
from documents.sources.files import State, reason

_BLOCK = 1 << 20
#: What storages call the mark or the time of a file's last change.
_CHANGED = (
    "ETag",
    "etag",
    "md5Hash",
    "LastModified",
    "last_modified",
    "updated",
    "mtime",
    "modified",
    "created",
)


class RemoteFile:
    """A file of a storage. `siblings` are the names in its folder where they are known."""

    def __init__(
        self, storage: Any, path: str, name: str, state: State | None, siblings: frozenset[str] | None = None
    ) -> None:
        self._storage = storage
        self._path = path
        self._state = state
        self._siblings = siblings
        self.name = self.source = name

    def open(self) -> IO[bytes]:
        """Return its bytes as they are stored; they are fetched while they are read."""
        with _as_os_error():
            stored = self._storage.open(self._path, "rb")
        return io.BufferedReader(_Fetched(stored), _BLOCK)

    def state(self) -> State:
        """Return its size and the mark or the time of its last change."""
        if self._state is None:
            with _as_os_error():
                self._state = _state(self._storage.info(self._path))
        return self._state

    def beside(self, name: str) -> "RemoteFile | None":
        """Return another file of its folder."""
        if self._siblings is not None and name not in self._siblings:
            return None
        path = f"{self._path.rpartition('/')[0]}/{name}"
        if self._siblings is None:
            with _as_os_error():
                if not self._storage.exists(path):
                    return None
        return RemoteFile(self._storage, path, f"{self.name.rpartition('/')[0]}/{name}", None)


class RemoteTree:
    """A path or a pattern of paths in a storage. Raises DocumentError where nothing here speaks to it."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._storage, self._path = _storage(source)
        # What was listed before may have changed; a long-lived process asks again.
        self._storage.invalidate_cache()

    def is_folder(self) -> bool:
        """Tell whether it is a folder."""
        with _as_os_error():
            return bool(self._storage.isdir(self._path))

    def exists(self) -> bool:
        """Tell whether it is there under this very name."""
        with _as_os_error():
            return bool(self._storage.exists(self._path))

    def file(self) -> RemoteFile:
        """Return the file of this name."""
        return RemoteFile(self._storage, self._path, self._source, None)

    def walk(self) -> Iterator[RemoteFile | Refusal]:
        """Yield the files of the folder and its subfolders, and a refusal for each that may not be read."""
        return self._walked(self._path)

    def matching(self) -> Iterator[RemoteFile | Refusal]:
        """Yield the files that the pattern matches."""
        with _as_os_error():
            found = self._storage.glob(self._path, detail=True)
        walked: tuple[str, ...] = ()
        for path in sorted(found):
            if walked and path.startswith(walked):
                continue
            if found[path]["type"] == "directory":
                walked += (f"{path.rstrip('/')}/",)
                yield from self._walked(path)
            else:
                yield RemoteFile(self._storage, path, self._name(path), _state(found[path]))

    def _walked(self, folder: str) -> Iterator[RemoteFile | Refusal]:
        """Yield what a folder holds, listed whole: in a bucket there may be thousands, never all at once."""
        try:
            with _as_os_error():
                told = self._storage.ls(folder, detail=True)
        except OSError as error:
            yield Refusal(self._name(folder), reason(error))
            return
        listed = sorted(
            (path, one["type"] == "directory", _state(one))
            for one in told
            if not (path := one["name"].rstrip("/")).rpartition("/")[2].startswith(".")
            and path != folder.rstrip("/")  # some storages list a folder in itself
        )
        del told
        self._storage.invalidate_cache(folder)
        siblings = frozenset(PurePosixPath(path).name for path, is_folder, _ in listed if not is_folder)
        for path, is_folder, state in listed:
            if not is_folder:
                yield RemoteFile(self._storage, path, self._name(path), state, siblings)
        for path, is_folder, _ in listed:
            if is_folder:
                yield from self._walked(path)

    def _name(self, path: str) -> str:
        """Return a path of the storage as the user writes paths."""
        start, _, end = self._source.rstrip("/").rpartition(self._path.rstrip("/"))
        return f"{start}{path}" if not end and start else str(self._storage.unstrip_protocol(path))


class _Fetched(io.RawIOBase):
    """The bytes of a remote file; what a storage raises while it sends them becomes an OSError."""

    def __init__(self, stored: Any) -> None:
        self._stored = stored

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _as_os_error():
            data = self._stored.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        with _as_os_error():
            return int(self._stored.seek(offset, whence))

    def tell(self) -> int:
        return int(self._stored.tell())

    def close(self) -> None:
        if not self.closed:
            self._stored.close()
        super().close()


def _storage(source: str) -> tuple[Any, str]:
    """Return the storage of a URL, and the path in it."""
    from fsspec.core import url_to_fs
    from fsspec.registry import available_protocols, known_implementations

    protocol = source.partition("://")[0].rpartition("::")[2].lower()
    try:
        return url_to_fs(source)
    except ImportError as error:
        known = known_implementations.get(protocol, {})
        package = str(known.get("class", "")).partition(".")[0]
        wanted = f"install it: pip install {package}" if package not in ("", "fsspec") else str(error)
        raise DocumentError(source, f"a package that speaks {protocol}:// is missing; {wanted}") from None
    except ValueError as error:
        if protocol in available_protocols():
            raise DocumentError(source, f"it cannot be read ({error})") from None
        raise DocumentError(
            source,
            f"{protocol}:// is no storage that is known; give a path, s3://, gs://, abfs:// or the like",
        ) from None
    except Exception as error:  # a storage may ask for a key, a host or a region as soon as it is named
        raise DocumentError(source, f"it cannot be read ({_told(error)})") from None


def _state(told: dict[str, Any]) -> State:
    changed = next((str(told[key]) for key in _CHANGED if told.get(key) is not None), None)
    return State(told.get("size"), changed)


@contextmanager
def _as_os_error() -> Iterator[None]:
    """Turn whatever a storage's package raises into an OSError that tells it in one line."""
    try:
        yield
    except (FileNotFoundError, PermissionError):
        raise
    except Exception as error:
        raise OSError(_told(error)) from None


def _told(error: Exception) -> str:
    return shorten(f"{type(error).__name__}: {error}", 300)
