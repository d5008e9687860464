"""The routes, one file for each noun of the API. `ALL` is every router there is."""

from bedside.api.routers import (
    accounts,
    assessments,
    facilities,
    health,
    me,
    patients,
    registration,
    reviews,
    sessions,
    worklist,
)

ALL = (
    sessions.router,
    registration.router,
    me.router,
    facilities.router,
    assessments.router,
    reviews.router,
    worklist.router,
    patients.router,
    accounts.router,
    health.router,
)
