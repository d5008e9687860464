"""The words of an appointment: why the patient comes, why it was overbooked, why it was cancelled.

An appointment about which nobody wrote anything has no document.
"""

from collections.abc import Mapping

from bedside import documents
from bedside.clinic.appointments.models import Appointment


def write_words(
    row: Appointment, words: Mapping[str, str], *, version: int
) -> documents.Stored | None:
    """Seal and store words beside those already there, for the row's `version`.

    Returns None when there is nothing new to say. Raises as `documents.write` does, and Damaged
    when the words already there do not open: they are not written over.
    """
    said = {name: text for name, text in words.items() if text}
    if not said:
        return None
    before = documents.read(row) if row.blob_id else {}
    return documents.write(
        patient=row.patient_id,
        kind=Appointment.KIND,
        document=row.id,
        version=version,
        body={**before, **said},
    )
