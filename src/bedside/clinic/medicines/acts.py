"""A patient's medicines: reading the list, and every change of it."""

from bedside.clinic.entries.kinds import Kind
from bedside.clinic.entries.lists import Lasting
from bedside.clinic.entries.views import EntryPage, EntryView
from bedside.clinic.medicines.body import MedicineBody
from bedside.clinic.medicines.models import Medicine

MedicineView = EntryView[MedicineBody]
MedicinePage = EntryPage[MedicineBody]

MEDICINES = Lasting(Kind("medicine", Medicine, MedicineBody))

read_all, read, add, change = MEDICINES.read_all, MEDICINES.read, MEDICINES.add, MEDICINES.change
end, mark_as_error, reinstate = MEDICINES.end, MEDICINES.mark_as_error, MEDICINES.reinstate
of_patient, view = MEDICINES.of_patient, MEDICINES.view
