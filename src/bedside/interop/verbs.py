"""Who may send several requests of FHIR in one: whoever has an account. What each of them does is
asked for by its own verb."""

from bedside.accounts.permissions import Verbs

VERBS: Verbs = {
    "bundle.send": {"patient", "doctor", "receptionist", "administrator"},
}
