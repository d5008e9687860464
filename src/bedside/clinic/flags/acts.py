"""A patient's alerts: reading the list, and every change of it. For doctors only."""

from django.db.models import Q

from bedside.clinic.entries.kinds import Kind
from bedside.clinic.entries.lists import Lasting
from bedside.clinic.entries.views import EntryPage, EntryView
from bedside.clinic.flags.body import FlagBody
from bedside.clinic.flags.models import Flag

FlagView = EntryView[FlagBody]
FlagPage = EntryPage[FlagBody]

FLAGS = Lasting(Kind("flag", Flag, FlagBody, patients_see=Q(pk__in=())))

read_all, read, add, change = FLAGS.read_all, FLAGS.read, FLAGS.add, FLAGS.change
end, mark_as_error, reinstate = FLAGS.end, FLAGS.mark_as_error, FLAGS.reinstate
of_patient, view = FLAGS.of_patient, FLAGS.view
