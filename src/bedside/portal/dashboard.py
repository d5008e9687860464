"""What doctors and administrators find when they open the portal: the ways to their pages."""

from bedside.portal import chrome
from bedside.portal.paper import div, heading, link, para
from bedside.portal.turn import Turn, Visit


def show(visit: Visit) -> Turn:
    """Where the work is done. Each page decides itself whom it lets in."""
    runs = visit.me is not None and visit.me.role == "administrator"
    text, page = ("Open the administration", "/admin/") if runs else _WORKLIST
    chrome.show(
        heading(1, "Dashboard", turn="dashboard"),
        para("The daily work is on the pages."),
        div(link(text, page, class_="button primary")),
        key="dashboard",
    )
    return Turn("dashboard", "Dashboard", "Dashboard")


_WORKLIST = ("Open the worklist", "/worklist")
