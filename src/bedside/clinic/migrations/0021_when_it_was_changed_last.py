"""When a patient, an encounter, a note and an appointment were changed last.

Until the next migration all rows say now. The database fills the column for the version before this
one too, which may still run beside it. On SQLite the appointments' table is made anew, and the
triggers that keep people from being in two places at once are made again; see migration 0006.
"""

from importlib import import_module

import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def create_triggers(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    of_two, of_a_person = (
        import_module(f"bedside.clinic.migrations.{name}")
        for name in ("0006_no_double_booking", "0019_no_person_is_in_two_places")
    )
    for name in of_two.COUNTS:
        for verb in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}_{verb}")
    of_two.create(apps, schema_editor)
    of_a_person.of_person(apps, schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('clinic', '0020_mails_that_patients_want'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, create_triggers, elidable=False),
        migrations.AddField(
            model_name='appointment',
            name='changed_at',
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name='encounter',
            name='changed_at',
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name='note',
            name='changed_at',
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name='patient',
            name='changed_at',
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(fields=['changed_at'], name='clinic_appointments_changed'),
        ),
        migrations.AddIndex(
            model_name='patient',
            index=models.Index(fields=['changed_at'], name='clinic_patients_changed'),
        ),
        migrations.RunPython(create_triggers, migrations.RunPython.noop, elidable=False),
    ]
