
import bedside.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ChainHead',
            fields=[
                ('chain', models.UUIDField(primary_key=True, serialize=False)),
                ('seq', models.PositiveBigIntegerField(default=0)),
                ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.UUIDField(default=bedside.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('chain', models.UUIDField()),
                ('seq', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('action', models.CharField(max_length=64)),
                ('outcome', models.CharField(choices=[('done', 'Done'), ('refused', 'Refused'), ('failed', 'Failed')], max_length=8)),
                ('actor_role', models.CharField(max_length=16)),
                ('actor_user', models.UUIDField(null=True)),
                ('actor_patient', models.UUIDField(null=True)),
                ('session', models.UUIDField(null=True)),
                ('address', models.CharField(max_length=64)),
                ('device', models.CharField(max_length=64)),
                ('subjects', models.JSONField(default=list)),
                ('objects_touched', models.JSONField(db_column='objects', default=dict)),
                ('details', models.JSONField(default=dict)),
                ('previous', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['action', 'at'], name='event_action'), models.Index(fields=['actor_user', 'at'], name='event_actor')],
                'constraints': [models.UniqueConstraint(fields=('chain', 'seq'), name='event_place'), models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='event_seq_from_1')],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.UUIDField()),
                ('patient', models.UUIDField()),
            ],
            options={
                'indexes': [models.Index(fields=['event'], name='mention_event')],
                'constraints': [models.UniqueConstraint(fields=('patient', 'event'), name='mention_once')],
            },
        ),
    ]
