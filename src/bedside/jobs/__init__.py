"""Doing what the outbox holds: by a worker of this machine, or by any number of them anywhere.

The functions that do the work are acts of the rooms below. This room takes a job, keeps its lease,
calls the function and sees to what happens when it fails.
"""

from bedside.jobs.running import run_next, run_one
from bedside.jobs.settling import cancel, retry
from bedside.jobs.sweeping import sweep
from bedside.jobs.watching import JobCounts, JobPage, JobView, list_jobs, read_counts, read_job
from bedside.jobs.worker import Worker

__all__ = [
    "JobCounts",
    "JobPage",
    "JobView",
    "Worker",
    "cancel",
    "list_jobs",
    "read_counts",
    "read_job",
    "retry",
    "run_next",
    "run_one",
    "sweep",
]
