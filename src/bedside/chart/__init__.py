"""One look at a patient: what matters now, what was done, what comes next.

The rooms below keep the nouns; this one reads them together, in one act and a bounded number of
queries whatever the history. Its views are the doctor's chart, the desk's page and the patient's.
"""

from bedside.chart.contact import read_contact
from bedside.chart.encounters import Seen, SeenPage, read_encounters
from bedside.chart.own import read_own
from bedside.chart.reading import read_assessment, read_banner, read_chart
from bedside.chart.timeline import KINDS, read_timeline
from bedside.chart.views import (
    BannerView,
    ChartView,
    ContactView,
    OwnView,
    SeenAssessment,
    TimelineEntry,
    TimelinePage,
)

__all__ = [
    "KINDS",
    "BannerView",
    "ChartView",
    "ContactView",
    "OwnView",
    "Seen",
    "SeenAssessment",
    "SeenPage",
    "TimelineEntry",
    "TimelinePage",
    "read_assessment",
    "read_banner",
    "read_chart",
    "read_contact",
    "read_encounters",
    "read_own",
    "read_timeline",
]
