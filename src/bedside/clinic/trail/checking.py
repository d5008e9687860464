"""Walking all chains by itself once a day, so that a broken one does not wait to be asked for.

What the walk found is an event like any other: the page of the log shows the last one.
"""

import logging

from bedside import audit
from bedside.accounts.acts import prepared_act
from bedside.audit import Actor
from bedside.outbox import Task

_log = logging.getLogger("bedside.audit")


def check(task: Task) -> None:
    """Walk every chain and put on record how many are broken; a broken one is an error in the log.

    `bedside audit verify` names the place. The walk is no part of the transaction: it takes as
    long as the log is, and writers do not wait for it.
    """
    with prepared_act(audit.CHECKED, by=Actor.system()) as doing:
        there = audit.chains()
        broken = 0
        for done, chain in enumerate(there):
            task.progress(done, len(there))
            broken += len(audit.verify(chain))
        doing.note(chains=len(there), broken=broken)
        with doing.commit():
            pass
    if broken:
        _log.error("the audit log is broken: %d of %d chains", broken, len(there))
