"""The pages' paths. Every view declares who may call it; a test walks this list."""

from django.urls import path

from bedside.web.views import (
    account,
    assess,
    home,
    leaving,
    registering,
    resetting,
    sending,
    signing_in,
    start,
    worklist,
)

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
    path("assess/", assess.start),
    path("assess/<uuid:assessment>", assess.question),
    path("assess/<uuid:assessment>/back", assess.back),
    path("assess/<uuid:assessment>/change/<int:number>", assess.change),
    path("assess/<uuid:assessment>/check", sending.check),
    path("assess/<uuid:assessment>/send", sending.send),
    path("assess/<uuid:assessment>/discard", sending.discard),
    path("assess/<uuid:assessment>/result", sending.result),
    path("print/assessments/<uuid:assessment>", sending.printed),
    path("worklist", worklist.worklist),
    path("worklist/<uuid:assessment>", worklist.chart),
    path("worklist/<uuid:assessment>/review", worklist.review),
    path("worklist/<uuid:assessment>/undo-review", worklist.undo_review),
]
