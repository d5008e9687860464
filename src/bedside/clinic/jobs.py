"""What is done later for facilities and patients."""

from bedside.clinic.messages import MessageKind
from bedside.clinic.messages.sending import send
from bedside.outbox.kinds import Kind, Kinds

JOBS: Kinds = {kind.value: Kind(send) for kind in MessageKind}
