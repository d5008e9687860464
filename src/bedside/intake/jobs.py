"""What is done later about assessments."""

from bedside.intake import telling
from bedside.outbox.kinds import Kind, Kinds

JOBS: Kinds = {kind: Kind(telling.send) for kind in (telling.ASKED, telling.ANSWERED)}
