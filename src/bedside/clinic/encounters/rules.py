"""What the state of an encounter allows, apart from who asks."""

from bedside.clinic.encounters.models import Encounter, EncounterState
from bedside.errors import Conflict


def must_be_open(encounter: Encounter) -> None:
    """Raise Conflict for a locked encounter: no door writes to it any more."""
    if encounter.state != EncounterState.OPEN:
        raise Conflict("This encounter is locked. Amend its notes instead.")
