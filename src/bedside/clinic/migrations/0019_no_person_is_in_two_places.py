"""No person is in two places at once, under whichever of their records an appointment was booked.

The appointments of a record that was merged into another one name the record that is kept; the
overlap is looked for among all of a person's. See `0006_no_double_booking`, which this takes over
for the patient; its triggers for the practitioner stay.
"""

from django.db import migrations

NAME = "clinic_patient_once"
TAKES_TIME = "status IN ('proposed', 'booked', 'arrived')"
PATIENT, PERSON = "{row}patient_id", "COALESCE({row}kept_record_id, {row}patient_id)"

POSTGRESQL = """
ALTER TABLE clinic_appointment ADD CONSTRAINT {name} EXCLUDE USING gist (
    ({who}) WITH =, tstzrange("start", "end", '[)') WITH &&
) WHERE ({counts})
"""
SQLITE = """
CREATE TRIGGER {name}_{verb} BEFORE {event} ON clinic_appointment
WHEN NEW.{counts} AND EXISTS (
    SELECT 1 FROM clinic_appointment
    WHERE {who} = {new_who} AND id <> NEW.id AND "start" < NEW."end" AND NEW."start" < "end"
    AND {counts}
)
BEGIN SELECT RAISE(ABORT, '{name}'); END
"""


def of_person(apps, schema_editor):
    put(schema_editor, PERSON)


def of_patient(apps, schema_editor):
    put(schema_editor, PATIENT)


def put(schema_editor, who):
    """Look for overlaps of `who` from now on, in place of whomever was looked for before."""
    known = {"name": NAME, "counts": TAKES_TIME, "who": who.format(row="")}
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE clinic_appointment DROP CONSTRAINT {NAME}")
        schema_editor.execute(POSTGRESQL.format(**known))
        return
    for verb, event in (("insert", "INSERT"), ("update", "UPDATE")):
        schema_editor.execute(f"DROP TRIGGER {NAME}_{verb}")
        schema_editor.execute(
            SQLITE.format(**known, verb=verb, event=event, new_who=who.format(row="NEW."))
        )


class Migration(migrations.Migration):
    dependencies = [("clinic", "0018_two_records_of_one_person")]
    operations = [migrations.RunPython(of_person, of_patient, elidable=False)]
