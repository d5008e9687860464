"""Reading a FHIR R4 Bundle that some other system wrote: one patient's record, and what is lost.

Writing over FHIR (`interop.fhir.writing`) refuses what Bedside does not keep, because whoever sends
it can send it otherwise. A bundle is read as it is, so here what is not kept is left out by name.
"""

from bedside.interop.fhir.reading.bundle import BYTES, TOO_LARGE, is_bundle
from bedside.interop.fhir.reading.findings import LeftOut, Wrong
from bedside.interop.fhir.reading.kept import Kept
from bedside.interop.fhir.reading.record import Record, read_record

__all__ = ["BYTES", "TOO_LARGE", "Kept", "LeftOut", "Record", "Wrong", "is_bundle", "read_record"]
