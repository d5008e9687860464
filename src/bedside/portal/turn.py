"""One run of the script: who visits which place, and what the drawn screen says about itself."""

from dataclasses import dataclass

from bedside.portal.client import Api
from bedside.portal.places import Place
from bedside.schemas.accounts import Me


@dataclass(frozen=True)
class Visit:
    """What a screen gets. `me` is None for the holder of a draft, who has no account yet."""

    api: Api
    here: Place
    me: Me | None


@dataclass(frozen=True)
class Turn:
    """`id` changes when something new is to be read; the heading that carries it gets the focus.

    `words` are said to screen readers, `title` names the page in the browser.
    """

    id: str
    words: str
    title: str
