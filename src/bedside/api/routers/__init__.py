"""The routes, one file for each noun of the API. `ALL` is every router there is."""

from bedside.api.routers import (
    accounts,
    assessments,
    codes,
    encounters,
    facilities,
    health,
    me,
    note_templates,
    notes,
    patients,
    registration,
    reviews,
    seeing,
    sessions,
    timeline,
    worklist,
)

ALL = (
    sessions.router,
    registration.router,
    me.router,
    facilities.router,
    assessments.router,
    reviews.router,
    seeing.router,
    worklist.router,
    patients.router,
    timeline.router,
    encounters.router,
    notes.router,
    note_templates.router,
    codes.router,
    accounts.router,
    health.router,
)
