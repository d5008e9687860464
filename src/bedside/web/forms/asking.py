"""Asking the patient back, and the patient's reply."""

from django import forms

from bedside.intake.wording import UNREAD
from bedside.web.forms import base


class AskForm(base.PageForm):
    """A doctor's question. Its field is not called so: the interview's form hides one of that name,
    and what is hidden in one form is never shown as typed (`web.typed`)."""

    version = base.version()
    enquiry = forms.CharField(
        label="What do you want to know?",
        help_text="The patient reads this as you write it, and answers in their own words.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write your question"},
    )


class UnreadForm(base.PageForm):
    """How a patient is looked after whose assessment does not open."""

    version = base.version()
    unread = forms.ChoiceField(
        label="How the patient is looked after",
        help_text="Write what they tell you into a note of the encounter.",
        choices=list(UNREAD.items()),
        widget=forms.RadioSelect,
        required=False,
    )


class ReplyForm(base.PageForm):
    """The patient's reply."""

    version = base.version()
    reply = forms.CharField(
        label="Your reply",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write your reply"},
    )
