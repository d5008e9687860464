"""What may become of a diagnosis: from suspected to confirmed or refuted, and over."""

from bedside.clinic.entries.lifecycle import AS_BEFORE, ERROR, Lifecycle

SUSPECTED, CONFIRMED, RESOLVED, REFUTED = "suspected", "confirmed", "resolved", "refuted"

LIFECYCLE: Lifecycle = {
    SUSPECTED: {
        "change": SUSPECTED,
        "confirm": CONFIRMED,
        "resolve": RESOLVED,
        "refute": REFUTED,
        "mark_as_error": ERROR,
    },
    CONFIRMED: {
        "change": CONFIRMED,
        "suspect": SUSPECTED,
        "resolve": RESOLVED,
        "refute": REFUTED,
        "mark_as_error": ERROR,
    },
    RESOLVED: {
        "change": RESOLVED,
        "suspect": SUSPECTED,
        "confirm": CONFIRMED,
        "mark_as_error": ERROR,
    },
    REFUTED: {
        "change": REFUTED,
        "suspect": SUSPECTED,
        "confirm": CONFIRMED,
        "mark_as_error": ERROR,
    },
    ERROR: {"reinstate": AS_BEFORE},
}
"""A resolved one that is suspected or confirmed again has come back."""

POSSIBLE, PROBABLE, CERTAIN = "possible", "probable", "certain"
CERTAINTIES = (POSSIBLE, PROBABLE, CERTAIN)
"""How sure the doctor is (FHIR's differential, provisional and confirmed)."""
