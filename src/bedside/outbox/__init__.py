"""Work that outlives a request: put down in the transaction that causes it, done by a worker later.

A job is a row that holds ids and times only; what is to be done with them is a function that its
kind names. Whoever sees the change sees its job, and a change that is rolled back leaves none.
A job is done at least once: a worker leases it, and when the worker dies the lease runs out and
another one takes it. The `key` makes one of many askings, and a job is finished in the transaction
of its own effect, so that its effect is there once (`jobs.running`).
"""

from bedside.outbox.asking import TooMany, ask, wish_of
from bedside.outbox.counting import Counts, count
from bedside.outbox.dispatching import take_to_send, was_not_sent
from bedside.outbox.kinds import KINDS, Kind, Period, declare
from bedside.outbox.leasing import (
    LeaseLost,
    claim,
    fail,
    finish,
    forget_old,
    give_up,
    release,
    renew,
    say,
)
from bedside.outbox.models import Job, JobState
from bedside.outbox.putting import New, put, put_new, put_once, take_back
from bedside.outbox.results import Result
from bedside.outbox.settling import begin_anew, call_off, drop_file
from bedside.outbox.tasks import Obsolete, Subject, Task

__all__ = [
    "KINDS",
    "Counts",
    "Job",
    "JobState",
    "Kind",
    "LeaseLost",
    "New",
    "Obsolete",
    "Period",
    "Result",
    "Subject",
    "Task",
    "TooMany",
    "ask",
    "begin_anew",
    "call_off",
    "claim",
    "count",
    "declare",
    "drop_file",
    "fail",
    "finish",
    "forget_old",
    "give_up",
    "put",
    "put_new",
    "put_once",
    "release",
    "renew",
    "say",
    "take_back",
    "take_to_send",
    "was_not_sent",
    "wish_of",
]
