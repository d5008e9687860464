"""HL7 FHIR R4 (4.0.1): Bedside's records as other systems read and write them.

`table` says which types of resource there are and what can be done with each; `resources` has a
module for each of them, from what a room shows to FHIR and, where the pages can write, back. All
readings are acts of the rooms below: who reaches what is decided there and recorded there.
"""

from bedside.interop.fhir.asking import Asker
from bedside.interop.fhir.base import Resource
from bedside.interop.fhir.bundles import run as run_bundle
from bedside.interop.fhir.capability import capability_statement
from bedside.interop.fhir.everything import bundle_of, ndjson_of, resources_of
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.outcome import OperationOutcome, outcome, under_way, warning
from bedside.interop.fhir.serving import FORMATS, create, everything, search, update
from bedside.interop.fhir.table import KINDS

MEDIA_TYPE = "application/fhir+json"

__all__ = [
    "FORMATS",
    "KINDS",
    "MEDIA_TYPE",
    "Asker",
    "Kind",
    "OperationOutcome",
    "Resource",
    "bundle_of",
    "capability_statement",
    "create",
    "everything",
    "ndjson_of",
    "outcome",
    "resources_of",
    "run_bundle",
    "search",
    "under_way",
    "update",
    "warning",
]
