"""Sealed bodies as earlier engines wrote them, made by checking those commits out; invented people.

- 0e8e624, the first that sealed an interview: told by staff, vital signs, a slip taken back; knows
  no safeguarding, no bands or items of scores, nobody who answers alone;
- 4aa7ba5: low mood, PHQ-9 and AUDIT-C with their items; knows no safeguarding yet;
- 24efd3c: a swollen wrist, with what was said about safety; knows nobody who answers alone.
"""

import json
from pathlib import Path
from typing import Any

from bedside import documents
from bedside.intake.models import Assessment
from bedside.intake.views import AssessmentView
from tests.intake.talking import COLD, send
from tests.people import Person

COMMITS = ("0e8e624", "4aa7ba5", "24efd3c")
_FOLDER = Path(__file__).parent / "bodies"


def body_of(commit: str) -> dict[str, Any]:
    """Return the body that this commit's engine sealed."""
    body: dict[str, Any] = json.loads((_FOLDER / f"{commit}.json").read_text("utf-8"))
    return body


def result_of(commit: str) -> dict[str, Any]:
    """Return the stored result in that body."""
    step: dict[str, Any] = body_of(commit)["interview"]["step"]
    return step


def sent_long_ago(commit: str, patient: Person) -> AssessmentView:
    """Let the patient have sent this old body; return how it looked before."""
    view = send(COLD, patient.actor)
    row = Assessment.objects.get(id=view.id)
    stored = documents.write(
        patient=row.patient_id,
        kind=Assessment.KIND,
        document=row.id,
        version=row.version + 1,
        body=body_of(commit),
    )
    stored.attach(row)
    row.version += 1
    row.save()
    return view
