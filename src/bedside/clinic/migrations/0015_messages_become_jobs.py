"""What waits to be said about appointments moves to the outbox, whatever became of it so far.

The rows are moved; the table stays, empty, for the version before this one, which may still run
beside it and writes there. A later migration takes what it wrote over and drops the table.
"""

from itertools import islice

from django.db import migrations

BATCH = 1_000
STATES = {"waiting": "waiting", "sent": "done", "cancelled": "cancelled"}


def move(apps, schema_editor):
    messages = apps.get_model("clinic", "Message").objects
    jobs = apps.get_model("outbox", "Job").objects
    coming = iter(messages.order_by("id").iterator(BATCH))
    while some := list(islice(coming, BATCH)):
        jobs.bulk_create([job_of(jobs.model, row) for row in some], ignore_conflicts=True)
    messages.all().delete()


def job_of(model, row):
    kind = f"appointment.{row.kind}"
    return model(
        id=row.id,
        kind=kind,
        key=f"{kind}:{row.appointment_id}",
        subject={"appointment": str(row.appointment_id), "patient": str(row.patient_id)},
        due_at=row.due_at,
        ready_at=row.due_at,
        state=STATES[row.state],
        finished_at=None if row.state == "waiting" else row.due_at,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0014_who_is_not_the_same"),
        ("outbox", "0001_jobs"),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="Message")]
        ),
    ]
