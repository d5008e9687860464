"""No doctor and no patient is in two places at once: the database itself refuses it.

PostgreSQL has exclusion constraints for this. On SQLite triggers look for an overlap before a row
is written; only one writer begins at a time (BEGIN IMMEDIATE), so nobody slips in between. Both
name what was broken, which `saving.py` turns into a sentence.

Whoever changes the appointments' table on SQLite: Django makes the table anew, and the triggers go
with the old one. Make them again in the same migration; the tests of double booking notice.
"""

from django.db import migrations

TABLE = "clinic_appointment"
TAKES_TIME = "status IN ('proposed', 'booked', 'arrived')"
PRACTITIONER, PATIENT = "clinic_practitioner_once", "clinic_patient_once"

POSTGRESQL = """
ALTER TABLE clinic_appointment ADD CONSTRAINT {name} EXCLUDE USING gist (
    {who} WITH =, tstzrange("start", "end", '[)') WITH &&
) WHERE ({counts})
"""
SQLITE = """
CREATE TRIGGER {name}_{verb} BEFORE {event} ON clinic_appointment
WHEN {new_counts} AND EXISTS (
    SELECT 1 FROM clinic_appointment
    WHERE {who} = NEW.{who} AND id <> NEW.id AND "start" < NEW."end" AND NEW."start" < "end"
    AND {counts}
)
BEGIN SELECT RAISE(ABORT, '{name}'); END
"""
COUNTS = {
    PRACTITIONER: ("practitioner_id", f"{TAKES_TIME} AND NOT overbooked"),
    PATIENT: ("patient_id", TAKES_TIME),
}


def create(apps, schema_editor):
    statements = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]
    for statement in statements():
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for name in COUNTS:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE clinic_appointment DROP CONSTRAINT {name}")
        else:
            for verb in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER {name}_{verb}")


def postgresql():
    # Equality of ids within a GiST index; part of every PostgreSQL, and trusted: the owner of the
    # database may create it.
    yield "CREATE EXTENSION IF NOT EXISTS btree_gist"
    for name, (who, counts) in COUNTS.items():
        yield POSTGRESQL.format(name=name, who=who, counts=counts)


def sqlite():
    for name, (who, counts) in COUNTS.items():
        new = counts.replace("status", "NEW.status").replace("overbooked", "NEW.overbooked")
        for verb, event in (("insert", "INSERT"), ("update", "UPDATE")):
            yield SQLITE.format(
                name=name, verb=verb, event=event, who=who, counts=counts, new_counts=new
            )


class Migration(migrations.Migration):
    dependencies = [("clinic", "0005_appointments")]
    operations = [migrations.RunPython(create, drop, elidable=False)]
