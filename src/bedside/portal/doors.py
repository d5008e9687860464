"""The screens outside the work itself: nobody signed in, what became a page, nothing to show."""

from urllib.parse import quote

from bedside.portal import chrome, session
from bedside.portal.client import ApiError
from bedside.portal.paper import act, bullets, div, heading, link, para
from bedside.portal.places import Place
from bedside.portal.turn import Turn, Visit


def outside() -> Turn:
    """What a browser sees that nobody is signed in with, or no longer."""
    chrome.header(None, "")
    back = quote(session.place().href)
    chrome.show(
        heading(1, "You are signed out", turn="outside"),
        para("Sign in to go on where you were."),
        div(link("Sign in", f"/sign-in?next={back}", class_="button primary")),
        bullets(
            [
                [link("Register as a patient", "/register")],
                [link("Start an assessment without an account", "/assess/")],
            ]
        ),
        key="outside",
    )
    return Turn("outside", "You are signed out.", "Signed out")


def left() -> Turn:
    """What a browser sees whose person has left quickly: nothing, until they go on."""
    back = quote(session.place().href)
    chrome.show(
        heading(1, "Go on?", turn="left"),
        para("You left this page. Nothing is lost: go on when you are by yourself."),
        div(link("Go on", f"/come-back?next={back}", class_="button primary")),
        key="left",
    )
    return Turn("left", "Go on?", "Go on?")


def moved(visit: Visit) -> Turn:
    """The worklist and the chart are pages now; whoever kept an old address finds them there."""
    about = visit.here.assessment
    page = f"/worklist/{about}" if about else "/worklist"
    text = "Open the assessment" if about else "Open the worklist"
    chrome.show(
        heading(1, "This is a page now", turn="moved"),
        para("The worklist and what patients sent are on the pages, with everything you do there."),
        div(link(text, page, class_="button primary")),
        key="moved",
    )
    return Turn("moved", "This is a page now", "This is a page now")


def desk(_: Visit) -> Turn:
    """A receptionist's first screen: the desk is on the pages."""
    chrome.show(
        heading(1, "The desk is on the pages", turn="desk"),
        para("Who comes today, finding and registering patients, and the appointments are there."),
        div(link("See who comes today", "/desk", class_="button primary")),
        key="desk",
    )
    return Turn("desk", "The desk is on the pages", "The desk")


def trouble(error: ApiError) -> Turn:
    """When a screen could not be read at all; what went wrong is said above."""
    first = Place()
    title = "There is no such page" if error.status == 404 else "This did not work"
    chrome.show(
        heading(1, title, turn="trouble"),
        div(act("Go to your first page", first.query, first.href, class_="button")),
        key="trouble",
    )
    return Turn("trouble", title, title)


def apologise(_: Exception) -> bool:
    """Say that something broke, in our own words; Streamlit then says nothing. It is logged."""
    chrome.show(
        div(
            heading(2, "Something went wrong on our side"),
            para("Your answers so far are saved. Reload the page to try again."),
            para(link("Go on with the plain pages", "/home")),
            class_="problem",
            role="alert",
        ),
        key="apology",
    )
    return True
