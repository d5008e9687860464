"""What is done later of bringing in."""

from bedside.imports import making
from bedside.outbox.kinds import Kind, Kinds

JOBS: Kinds = {making.KIND: Kind(making.make)}
