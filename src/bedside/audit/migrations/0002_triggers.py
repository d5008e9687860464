"""Triggers that keep the log append-only, on both databases.

Events and mentions are never changed or deleted. A chain's head only ever steps forward by one.
Whoever owns the database can drop a trigger; against them stand the hashes and the checkpoints.
"""

from django.db import migrations

APPEND_ONLY = ("audit_event", "audit_mention")
REFUSAL = "the audit log is append-only"

SQLITE_REFUSE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
SQLITE_STEP = """
CREATE TRIGGER audit_chainhead_step BEFORE UPDATE ON audit_chainhead
WHEN NEW.chain <> OLD.chain OR NEW.seq <> OLD.seq + 1
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$
"""
POSTGRESQL_REFUSE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH {each} EXECUTE FUNCTION audit_refuse()
"""
POSTGRESQL_STEP = """
CREATE TRIGGER audit_chainhead_step BEFORE UPDATE ON audit_chainhead
FOR EACH ROW WHEN (NEW.chain <> OLD.chain OR NEW.seq <> OLD.seq + 1)
EXECUTE FUNCTION audit_refuse()
"""


def create(apps, schema_editor):
    statements = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]
    for statement in statements():
        schema_editor.execute(statement)


def sqlite():
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            yield SQLITE_REFUSE.format(table=table, verb=verb, refusal=REFUSAL)
    yield SQLITE_REFUSE.format(table="audit_chainhead", verb="DELETE", refusal=REFUSAL)
    yield SQLITE_STEP.format(refusal=REFUSAL)


def postgresql():
    yield POSTGRESQL_FUNCTION.format(refusal=REFUSAL)
    for table in APPEND_ONLY:
        for verb, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            yield POSTGRESQL_REFUSE.format(table=table, verb=verb, each=each)
    for verb, each in (("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        yield POSTGRESQL_REFUSE.format(table="audit_chainhead", verb=verb, each=each)
    yield POSTGRESQL_STEP


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop, elidable=False)]
