"""The largest blocks of the search lists stay in their rows, one to a page.

PostgreSQL would otherwise move what is longer than 2 KB into a table beside, in pieces, and finding
one block would be finding five rows.
"""

from django.db import migrations


def whole(apps, schema_editor):
    put(schema_editor, "SET (toast_tuple_target = 8160)")


def in_pieces(apps, schema_editor):
    put(schema_editor, "RESET (toast_tuple_target)")


def put(schema_editor, what):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE clinic_searchblock {what}")


class Migration(migrations.Migration):
    dependencies = [("clinic", "0024_encounters_begun_by_mistake")]
    operations = [migrations.RunPython(whole, in_pieces, elidable=False)]
