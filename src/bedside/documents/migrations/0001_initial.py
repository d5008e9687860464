
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Blob',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('body', models.BinaryField()),
                ('stored_at', models.DateTimeField(db_index=True)),
            ],
        ),
    ]
