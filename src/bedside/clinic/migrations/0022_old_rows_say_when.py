"""Rows from before there was a moment of the last change say it as far as they know it.

Where a row does not know (a patient or an open encounter that was changed, a note that was shared
and is not any more), it keeps the moment of the migration: whoever asks what has changed since gets
it once more, rather than never.
"""

from django.db import migrations
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest


def fill(apps, schema_editor):
    model = {
        name: apps.get_model("clinic", name).objects
        for name in ("Patient", "Encounter", "Note", "Appointment", "AppointmentStep")
    }
    model["Patient"].filter(version=1).update(changed_at=F("created_at"))
    encounters = model["Encounter"]
    encounters.filter(state="locked").update(changed_at=F("locked_at"))
    encounters.filter(state="open", version=1).update(changed_at=F("recorded_at"))
    notes = model["Note"]
    notes.filter(state="draft").update(changed_at=F("updated_at"))
    # Signing writes the document. A version of its own is cosigned, shared, or shared no more.
    taken_back = Q(shared_at=None, version__gt=F("document_version") + 1) | Q(
        shared_at=None, cosigned_at=None, version__gt=F("document_version")
    )
    notes.filter(state="signed").exclude(taken_back).update(
        changed_at=Greatest(
            F("signed_at"),
            Coalesce("cosigned_at", "signed_at"),
            Coalesce("shared_at", "signed_at"),
        )
    )
    steps = model["AppointmentStep"].filter(appointment=OuterRef("pk")).order_by()
    last = steps.values("appointment").annotate(last=Max("at")).values("last")
    model["Appointment"].update(changed_at=Coalesce(Subquery(last), "booked_at"))


class Migration(migrations.Migration):
    dependencies = [("clinic", "0021_when_it_was_changed_last")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
