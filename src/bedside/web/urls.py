"""The pages' paths. Every view declares who may call it; a test walks this list."""

from django.urls import URLPattern, path

from bedside.web.views import (
    account,
    assess,
    calendar,
    charts,
    codes,
    entries,
    home,
    leaving,
    patients,
    registering,
    replying,
    resetting,
    sending,
    signing_in,
    start,
    worklist,
)


def _entries(pages: entries.Pages) -> list[URLPattern]:
    """Return the paths of one list of things that last."""
    views, at = pages.views(), f"patients/<uuid:patient>/{pages.path}"
    return [
        path(at, views["all"]),
        path(f"{at}/<uuid:entry>", views["one"]),
        *(path(f"{at}/<uuid:entry>/{part}", views[part]) for part in ("end", "error", "reinstate")),
    ]


_DIAGNOSIS = "patients/<uuid:patient>/diagnoses"

urlpatterns = [
    path("", start.start),
    path("leave", leaving.leave),
    path("come-back", leaving.come_back),
    path("sign-in", signing_in.sign_in),
    path("sign-out", signing_in.sign_out),
    path("register", registering.register),
    path("register/doctor", registering.register_doctor),
    path("reset/<str:token>", resetting.reset),
    path("home", home.home),
    path("home/accesses", home.accesses),
    path("account", account.account),
    path("account/details", account.details),
    path("account/password", account.password),
    path("account/sign-out-everywhere", signing_in.sign_out_everywhere),
    path("appointments/<uuid:appointment>.ics", calendar.one),
    path("assess/", assess.start),
    path("assess/<uuid:assessment>", assess.question),
    path("assess/<uuid:assessment>/back", assess.back),
    path("assess/<uuid:assessment>/change/<int:number>", assess.change),
    path("assess/<uuid:assessment>/check", sending.check),
    path("assess/<uuid:assessment>/send", sending.send),
    path("assess/<uuid:assessment>/discard", sending.discard),
    path("assess/<uuid:assessment>/reply", replying.reply),
    path("assess/<uuid:assessment>/result", sending.result),
    path("calendar/<str:token>.ics", calendar.feed),
    path("patients/", patients.patients),
    path("patients/new", patients.enrol),
    path("patients/<uuid:patient>", charts.chart_of),
    path("patients/<uuid:patient>/timeline", charts.timeline),
    path("patients/<uuid:patient>/details", patients.details),
    path("patients/<uuid:patient>/responsible", patients.responsible),
    path("patients/<uuid:patient>/transfer", patients.transfer),
    path("print/assessments/<uuid:assessment>", sending.printed),
    path("codes", codes.codes),
    path("worklist", worklist.worklist),
    path("worklist/<uuid:assessment>", worklist.chart),
    path("worklist/<uuid:assessment>/ask", worklist.ask),
    path("worklist/<uuid:assessment>/close", worklist.close),
    path("worklist/<uuid:assessment>/next", worklist.following),
    path("worklist/<uuid:assessment>/release", worklist.release),
    path("worklist/<uuid:assessment>/reopen", worklist.reopen),
    path("worklist/<uuid:assessment>/take", worklist.take),
    path("worklist/<uuid:assessment>/take-over", worklist.take_over),
    path("worklist/<uuid:assessment>/withdraw", worklist.withdraw),
    path("worklist/<uuid:assessment>/review", worklist.review),
    path("worklist/<uuid:assessment>/undo-review", worklist.undo_review),
    # A patient's lists
    path("patients/<uuid:patient>/allergies/none-known", entries.none_known),
    path("patients/<uuid:patient>/allergies/none-known/take-back", entries.take_back_none_known),
    *_entries(entries.ALLERGIES),
    *_entries(entries.MEDICINES),
    *_entries(entries.PROBLEMS),
    path(_DIAGNOSIS, entries.all_diagnoses),
    path(f"{_DIAGNOSIS}/<uuid:entry>", entries.one_diagnosis),
    path(f"{_DIAGNOSIS}/<uuid:entry>/error", entries.wrong_diagnosis),
    *(path(f"{_DIAGNOSIS}/<uuid:entry>/{event}", view) for event, view in entries.TURNS.items()),
    path("patients/<uuid:patient>/vitals", entries.all_vitals),
    path("patients/<uuid:patient>/vitals/<uuid:entry>/error", entries.wrong_vitals),
]
