"""Nobody has two memberships of one facility at once: the database itself refuses it.

As with appointments (0006): an exclusion constraint on PostgreSQL, triggers on SQLite. Whoever
changes the memberships' table on SQLite makes the triggers again in the same migration.

A membership could be moved over the one after it. Where that happened, what somebody could see
stays as it was: the earlier one ends where the later begins, or has the later one within it.
"""

from django.db import migrations
from django.db.models import F

NAME = "clinic_member_once"
POSTGRESQL = f"""
ALTER TABLE clinic_membership ADD CONSTRAINT {NAME} EXCLUDE USING gist (
    facility_id WITH =, user_id WITH =, tstzrange("since", "until", '[)') WITH &&
)
"""
SQLITE = """
CREATE TRIGGER {name}_{verb} BEFORE {event} ON clinic_membership
WHEN (NEW."until" IS NULL OR NEW."until" > NEW."since") AND EXISTS (
    SELECT 1 FROM clinic_membership
    WHERE facility_id = NEW.facility_id AND user_id = NEW.user_id AND id <> NEW.id
    AND ("until" IS NULL OR "until" > "since")
    AND ("until" IS NULL OR NEW."since" < "until")
    AND (NEW."until" IS NULL OR "since" < NEW."until")
)
BEGIN SELECT RAISE(ABORT, '{name}'); END
"""


def part(apps, schema_editor):
    memberships = apps.get_model("clinic", "Membership").objects
    rows = memberships.exclude(until=F("since")).order_by("facility", "user", "since", "id")
    before = None
    for row in rows:
        if before is None or not _overlap(before, row):
            before = row
        elif row.until is not None and (before.until is None or row.until <= before.until):
            memberships.filter(id=row.id).update(until=row.since, version=F("version") + 1)
        else:
            memberships.filter(id=before.id).update(until=row.since, version=F("version") + 1)
            before = row


def _overlap(before, row):
    same = (before.facility_id, before.user_id) == (row.facility_id, row.user_id)
    return same and (before.until is None or before.until > row.since)


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    for verb, event in (("insert", "INSERT"), ("update", "UPDATE")):
        schema_editor.execute(SQLITE.format(name=NAME, verb=verb, event=event))


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE clinic_membership DROP CONSTRAINT {NAME}")
        return
    for verb in ("insert", "update"):
        schema_editor.execute(f"DROP TRIGGER {NAME}_{verb}")


class Migration(migrations.Migration):
    dependencies = [("clinic", "0011_record_numbers_of_those_who_were_there")]
    operations = [
        migrations.RunPython(part, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(create, drop, elidable=False),
    ]
