"""What the clinic did, for the patient to see, and times where nobody is seen on purpose.

On SQLite the table is made anew, and the triggers that keep people from being in two places at once
are made again; see migration 0006.
"""

from importlib import import_module

from django.db import migrations, models


def create_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        import_module("bedside.clinic.migrations.0006_no_double_booking").create(
            apps, schema_editor
        )


class Migration(migrations.Migration):

    dependencies = [
        ('clinic', "0012_one_membership_at_a_time"),
    ]

    operations = [
        migrations.AddField(
            model_name='appointment',
            name='news',
            field=models.CharField(blank=True, choices=[('moved', 'Moved'), ('cancelled', 'Cancelled')], max_length=12),
        ),
        migrations.AddField(
            model_name='appointment',
            name='outside_hours',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(create_triggers, migrations.RunPython.noop, elidable=False),
    ]
