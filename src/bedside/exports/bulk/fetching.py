"""A bulk export on its way: how far it is, its files one by one, and calling it off.

The files lie as they are in the archive that the job made, each one stretch of its bytes. So a part
of a file is a part of the archive, and a download that broke goes on.
"""

import io
import json
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bedside import jobs
from bedside.audit import Actor
from bedside.errors import NotFound, Stale
from bedside.exports.records.asking import CLINIC
from bedside.exports.records.resources import LINES, MANIFEST

_LOCAL = struct.Struct("<26xHH")
"""What stands before a file in a ZIP: its last two numbers are the lengths of what follows."""
_TRIES = 3


@dataclass(frozen=True)
class BulkView:
    """How far an export is: `failed` for good, or with the `manifest` when it is done."""

    done: int
    total: int
    failed: bool
    manifest: dict[str, Any] | None
    expires_at: datetime | None


@dataclass(frozen=True)
class BulkFile:
    """One file of an export, as `name`; `size` in bytes, `tag` another one for every other file."""

    name: str
    size: int
    tag: str
    _begin: int
    _whole: jobs.Download

    def read(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the bytes from `start` until before `end`. Raises BrokenSeal and Unavailable."""
        last = self.size if end is None else min(end, self.size)
        return self._whole.read(self._begin + start, self._begin + last)


def read_bulk(job: UUID, *, by: Actor) -> BulkView:
    """Return how far an export is that the caller asked for.

    Raises NotFound, also for one that was called off, has expired, or is none of a clinic in FHIR.
    """
    row = _own(job, by)
    if not row.is_over:
        return BulkView(row.done, row.total, failed=False, manifest=None, expires_at=None)
    if row.state == "dead":
        return BulkView(row.done, row.total, failed=True, manifest=None, expires_at=None)
    found = jobs.read_file(job, by=by)
    with _opened(found) as archive:
        manifest = json.loads(archive.read(_in(archive, MANIFEST)))
    return BulkView(row.done, row.total, False, manifest, found.file.expires_at)


def read_bulk_file(job: UUID, name: str, *, by: Actor) -> BulkFile:
    """Return one file of an export that the caller asked for. Raises NotFound; on record."""
    _own(job, by)
    found = jobs.read_file(job, by=by)
    with _opened(found) as archive:
        about = _in(archive, name)
    if about.compress_type != zipfile.ZIP_STORED or not name.endswith(f".{LINES}"):
        raise NotFound
    head = b"".join(found.read(about.header_offset, about.header_offset + _LOCAL.size))
    begin = about.header_offset + _LOCAL.size + sum(_LOCAL.unpack(head))
    return BulkFile(name, about.file_size, f"{found.tag}.{about.CRC:08x}", begin, found)


def call_off_bulk(job: UUID, *, by: Actor) -> None:
    """Call an export off, or delete its files when it is done. Raises NotFound, Conflict, Stale."""
    for left in reversed(range(_TRIES)):
        row = _own(job, by)
        settle = jobs.drop_file if row.file else jobs.cancel
        if not row.file and "cancel" not in row.may:
            raise NotFound
        try:
            settle(job, version=row.version, by=by)
        except Stale:  # a worker began or ended it at this moment
            if not left:
                raise
        else:
            return


def _own(job: UUID, by: Actor) -> jobs.JobView:
    row = jobs.read_job(job, by=by)
    if row.kind != CLINIC or not row.own:
        raise NotFound
    return row


def _opened(found: jobs.Download) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BufferedReader(_Bytes(found)))


def _in(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    try:
        return archive.getinfo(name)
    except KeyError:
        raise NotFound from None


class _Bytes(io.RawIOBase):
    """A sealed file as something in which one can go to and fro."""

    def __init__(self, found: jobs.Download) -> None:
        self._found, self._at = found, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._found.file.size}
        self._at = begin[whence] + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        text = b"".join(self._found.read(self._at, self._at + len(buffer)))
        buffer[: len(text)] = text
        self._at += len(text)
        return len(text)
