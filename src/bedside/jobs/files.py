"""Fetching the file that came of a job: by whoever asked for it, while it is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from bedside import documents
from bedside.accounts.acts import Act, act
from bedside.audit import Actor
from bedside.errors import NotFound
from bedside.jobs.watching import FileView, jobs_asked_by, show
from bedside.outbox import KINDS, Job


class NoFile(NotFound):
    """The job has no file: it is not done, came to none, or the file has expired."""

    detail = "There is no file here (any more). Ask for it again if you need it."


@dataclass(frozen=True)
class Download:
    """A file to be read; `tag` is another one for every other file."""

    file: FileView
    tag: str
    volume: documents.OpenVolume

    def read(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the bytes from `start` until before `end`, piece by piece, as they are opened.

        Raises BrokenSeal and Unavailable.
        """
        return self.volume.read(start, end)


def read_file(job: UUID, *, by: Actor) -> Download:
    """Open the file of a job that the caller asked for. Raises NotFound, and NoFile.

    Each fetch is on record, on the chain of the facility whose file it is. Whoever may not see any
    more what the file is about does not get it.
    """
    with act("job.read_file", by=by) as doing:
        row = _asked_for(job, doing)
        file = show(row, by=by).file
        if file is None or row.result is None:
            raise NoFile
        still_may = KINDS[row.kind].still_may if row.kind in KINDS else None
        if still_may is not None:
            still_may(row.subject_ids, by)
        return Download(file, str(row.result), documents.open_volume(row.result))


def _asked_for(job: UUID, doing: Act) -> Job:
    doing.on(job=job)
    row = jobs_asked_by(doing.by).filter(id=job).first()
    if row is None:
        raise NotFound
    doing.note(kind=row.kind)
    doing.chain = row.subject_ids.get("facility", doing.chain)
    return row
