"""That a record can be merged into another one of the same person, and separated again.

Taken back on SQLite, the appointments' table is made anew, and the triggers that keep people from
being in two places at once are made again; see migration 0006.
"""

from importlib import import_module

import bedside.ids
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def create_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        import_module("bedside.clinic.migrations.0006_no_double_booking").create(
            apps, schema_editor
        )


class Migration(migrations.Migration):

    dependencies = [
        ('clinic', '0017_demographics_in_the_row'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, create_triggers, elidable=False),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('blob_id', models.UUIDField(editable=False, null=True, unique=True)),
                ('document_version', models.PositiveIntegerField(default=1, editable=False)),
                ('document_schema', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('id', models.UUIDField(default=bedside.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='appointment',
            name='kept_record',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clinic.patient'),
        ),
        migrations.AddField(
            model_name='patient',
            name='replaced_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='clinic.patient'),
        ),
        migrations.AddConstraint(
            model_name='patient',
            constraint=models.CheckConstraint(condition=models.Q(('replaced_by__isnull', True), models.Q(('replaced_by', models.F('id')), _negated=True), _connector='OR'), name='clinic_not_replaced_by_itself'),
        ),
        migrations.AddField(
            model_name='merge',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='merge',
            name='replaced',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merged_by', to='clinic.patient'),
        ),
        migrations.AddField(
            model_name='merge',
            name='survivor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='clinic.patient'),
        ),
        migrations.AddField(
            model_name='merge',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('replaced',), name='clinic_replaced_once'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('survivor', models.F('replaced')), _negated=True), name='clinic_merge_of_two'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='clinic_merge_undone_by_somebody'),
        ),
    ]
