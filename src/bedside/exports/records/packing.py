"""One archive of many files, written front to end: nothing of it is ever whole in memory."""

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime

from bedside import outbox

ZIP = "application/zip"
_AT_ONCE = 64 * 1024


class _Into(io.RawIOBase):
    """What a ZIP is written into when nobody can go back in it."""

    def __init__(self, file: outbox.Result) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        written = bytes(data)  # type: ignore[call-overload]
        self._file.write(written)
        return len(written)


class Archive:
    """A ZIP that grows into the file of a job."""

    def __init__(self, file: outbox.Result, *, at: datetime) -> None:
        self._at = at.timetuple()[:6]
        self._zip = zipfile.ZipFile(_Into(file), "w", zipfile.ZIP_DEFLATED)

    def add(self, name: str, pieces: Iterable[str | bytes], *, as_is: bool = False) -> None:
        """Add a file, piece by piece; `as_is` not pressed, so that it can be read from anywhere."""
        about = zipfile.ZipInfo(name, self._at)
        about.compress_type = zipfile.ZIP_STORED if as_is else zipfile.ZIP_DEFLATED
        with self._zip.open(about, "w", force_zip64=True) as inside:
            waiting = bytearray()
            for piece in pieces:
                waiting += piece.encode() if isinstance(piece, str) else piece
                if len(waiting) >= _AT_ONCE:
                    inside.write(bytes(waiting))
                    waiting.clear()
            inside.write(bytes(waiting))

    def close(self) -> None:
        """Write the list of files at the end."""
        self._zip.close()
