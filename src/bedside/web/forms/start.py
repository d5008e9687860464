"""The first words of an assessment."""

from bedside.limits import COMPLAINT
from bedside.web.forms import base


class StartForm(base.PageForm):
    """What is wrong, in the patient's own words."""

    text = base.prose(
        "What is wrong?",
        help_text="Write it as you would tell it: what it is, since when, how bad it is.",
        longest=COMPLAINT,
        rows=6,
        required="Write in a few words what is wrong",
    )
