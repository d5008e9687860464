"""Leaving quickly from a screen that somebody else must not see.

The link leads to a plain page that gives nothing away and takes this screen's place in the
browser's history. From then on the portal shows nothing until that person goes on (`doors.left`).
"""

from bedside.portal.paper import Node, link, para
from bedside.schemas.assessments import Assessment, Question

LEAVE = "/leave"


def way_out() -> Node:
    """The link, for the top of the screen."""
    out = link("Leave this page quickly", LEAVE, class_="leave", data_leave="now")
    return para(out, class_="leave-row")


def has_private(view: Assessment) -> bool:
    """Whether something private is being asked, or was."""
    asked = [view.step, *(one.question for one in (*view.answers, *view.dropped))]
    return any(isinstance(one, Question) and one.private for one in asked)
