"""Vital signs and other measurements at the bedside (FHIR: Observation)."""

from bedside.clinic.vitals.acts import (
    FINAL,
    VitalsPage,
    VitalsView,
    add,
    mark_as_error,
    of_patient,
    read,
    read_all,
    reinstate,
    view,
)
from bedside.clinic.vitals.body import VitalsBody
from bedside.clinic.vitals.measurements import MEASUREMENTS, Measurement, written
from bedside.clinic.vitals.ranges import RANGES, SOURCE, Range
from bedside.clinic.vitals.series import Point, Series, series_of

__all__ = [
    "FINAL",
    "MEASUREMENTS",
    "RANGES",
    "SOURCE",
    "Measurement",
    "Point",
    "Range",
    "Series",
    "VitalsBody",
    "VitalsPage",
    "VitalsView",
    "add",
    "mark_as_error",
    "of_patient",
    "read",
    "read_all",
    "reinstate",
    "series_of",
    "view",
    "written",
]
