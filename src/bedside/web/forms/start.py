"""The first words of an assessment."""

from django import forms

from bedside.web.forms import base

LONGEST = 2000


class StartForm(base.PageForm):
    """What is wrong, in the patient's own words."""

    text = forms.CharField(
        label="What is wrong?",
        help_text="Write it as you would tell it: what it is, since when, how bad it is.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "Write in a few words what is wrong",
            "max_length": f"Write at most {LONGEST} characters",
        },
    )
