"""Withdraw the questions that were left open when their assessment was reviewed without a reply.

Until now reviewing left them open, so that a second question could not be asked after undoing.
"""

from django.db import migrations
from django.utils import timezone


def withdraw(apps, schema_editor):
    enquiries = apps.get_model("intake", "Enquiry").objects.using(schema_editor.connection.alias)
    left = enquiries.filter(replied_at=None, withdrawn_at=None)
    left.exclude(assessment__state="needs_information").update(withdrawn_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_follow_ups")]

    operations = [migrations.RunPython(withdraw, migrations.RunPython.noop)]
