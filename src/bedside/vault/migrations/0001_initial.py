
import bedside.vault.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Key',
            fields=[
                ('id', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=16)),
                ('owner', models.UUIDField(null=True)),
                ('state', models.CharField(choices=[('primary', 'Primary'), ('enabled', 'Enabled'), ('disabled', 'Disabled'), ('destroyed', 'Destroyed')], max_length=10)),
                ('wrapped', bedside.vault.fields.SealedField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'indexes': [models.Index(fields=['purpose', 'owner'], name='vault_key_purpose')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('owner__isnull', True), ('state', 'primary')), fields=('purpose',), name='vault_one_primary'), models.UniqueConstraint(condition=models.Q(('state', 'primary')), fields=('purpose', 'owner'), name='vault_one_primary_per_owner')],
            },
        ),
        migrations.CreateModel(
            name='DataKey',
            fields=[
                ('patient', models.UUIDField(primary_key=True, serialize=False)),
                ('key_id', models.PositiveBigIntegerField()),
                ('wrapped', bedside.vault.fields.SealedField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('destroyed_at', models.DateTimeField(null=True)),
                ('wrapping_key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_keys', to='vault.key')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('destroyed_at__isnull', True), ('wrapped', b''), _connector='OR'), name='vault_destroyed_is_empty')],
            },
        ),
    ]
