"""Doing what the outbox holds: by a worker of this machine, or by any number of them anywhere.

The functions that do the work are acts of the rooms below. This room takes a job, keeps its lease,
calls the function and sees to what happens when it fails.
"""

from bedside.jobs.files import Download, NoFile, read_file
from bedside.jobs.running import run_next, run_one
from bedside.jobs.settling import cancel, drop_file, retry
from bedside.jobs.sweeping import sweep
from bedside.jobs.watching import (
    FileView,
    JobCounts,
    JobPage,
    JobView,
    list_jobs,
    read_counts,
    read_job,
)
from bedside.jobs.worker import Worker

__all__ = [
    "Download",
    "FileView",
    "JobCounts",
    "JobPage",
    "JobView",
    "NoFile",
    "Worker",
    "cancel",
    "drop_file",
    "list_jobs",
    "read_counts",
    "read_file",
    "read_job",
    "retry",
    "run_next",
    "run_one",
    "sweep",
]
