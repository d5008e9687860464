"""The patient's reply to what the clinic has asked back about an assessment."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse

from bedside import intake
from bedside.errors import Conflict, Invalid
from bedside.web.access import page
from bedside.web.forms.asking import ReplyForm
from bedside.web.request import PageRequest
from bedside.web.views.assess import read_own
from bedside.web.views.showing import form_page, go_to


@page("assessment.reply", "GET", "POST")
def reply(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Show the clinic's question, or take the reply."""
    view = read_own(request, assessment, intake.read_to_reply)
    if "reply" not in view.may:
        return go_to(f"/assess/{assessment}/result")
    form = ReplyForm(request.POST or None, initial={"version": view.version})
    if form.is_valid():
        said = form.cleaned_data
        try:
            intake.reply(assessment, said["reply"], version=said["version"], by=request.actor)
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.add_error(None, error.detail)
            form.renewed(view.version)
        else:
            messages.success(request, "Your reply was sent to the doctor who asked.")
            return go_to(f"/assess/{assessment}/result" if view.readable else "/home")
    context = {
        "title": "Your clinic asks you something",
        "button": "Send the reply",
        "enquiry": view.enquiries[-1],
    }
    return form_page(request, "web/assess/reply.html", form, **context)
