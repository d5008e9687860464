"""Everybody who is cared for somewhere gets a record number there, in the order in which they came.

Nothing sealed is opened here: who has a number is found by it at once, and by name as soon as
`bedside migrate` has made the search index.
"""

from itertools import islice

from django.db import migrations

BATCH = 1_000


def number_patients(apps, schema_editor):
    care = apps.get_model("clinic", "CareRelation").objects
    numbers = apps.get_model("clinic", "RecordNumber").objects
    registers = apps.get_model("clinic", "PatientRegister").objects
    for facility in apps.get_model("clinic", "Facility").objects.all():
        patients = care.filter(facility=facility).order_by("patient_id").distinct()
        coming = iter(patients.values_list("patient_id", flat=True).iterator(BATCH))
        last = 0
        while some := list(islice(coming, BATCH)):
            numbers.bulk_create(
                numbers.model(facility=facility, patient_id=patient, number=number)
                for number, patient in enumerate(some, last + 1)
            )
            last += len(some)
        registers.create(facility=facility, last_number=last)


class Migration(migrations.Migration):
    dependencies = [("clinic", "0010_the_register_and_the_search_index")]

    operations = [migrations.RunPython(number_patients, migrations.RunPython.noop)]
