"""Keys, and the sealing and opening of everything that says who somebody is or what they said.

Root key -> facility, accounts and intake keys -> one data key per patient. A seal is AES-256-GCM
in Tink's wire format and is bound to its place, so a ciphertext moved elsewhere does not open.
Destroying a patient's data key makes everything sealed for them unreadable for good.
"""

from bedside.vault.aead import Cipher, Sealed
from bedside.vault.context import Context
from bedside.vault.current import check, configure, forget_keys
from bedside.vault.damage import BrokenSeal, KeyDestroyed, Unreadable
from bedside.vault.fields import HasSealed, SealedField
from bedside.vault.listing import KeyRow, has_keys, list_keys
from bedside.vault.making import create_deployment_keys, create_key
from bedside.vault.passing import InPassing
from bedside.vault.patients import (
    Text,
    create_patient_key,
    create_patient_keys,
    destroy_patient_key,
    destroy_patient_keys,
    open_each,
    open_for,
    rewrap_patient_key,
    seal_for,
)
from bedside.vault.reporting import (
    Gathered,
    damage_counts,
    gathering,
    met,
    report_damage,
    report_each,
    report_met,
)
from bedside.vault.rotation import destroy_key, disable_key, rewrap_data_keys, rotate
from bedside.vault.sealing import (
    Secret,
    derived,
    derived_cipher,
    open,
    open_each_with,
    seal,
    secret,
)

__all__ = [
    "BrokenSeal",
    "Cipher",
    "Context",
    "Gathered",
    "HasSealed",
    "InPassing",
    "KeyDestroyed",
    "KeyRow",
    "Sealed",
    "SealedField",
    "Secret",
    "Text",
    "Unreadable",
    "check",
    "configure",
    "create_deployment_keys",
    "create_key",
    "create_patient_key",
    "create_patient_keys",
    "damage_counts",
    "derived",
    "derived_cipher",
    "destroy_key",
    "destroy_patient_key",
    "destroy_patient_keys",
    "disable_key",
    "forget_keys",
    "gathering",
    "has_keys",
    "list_keys",
    "met",
    "open",
    "open_each",
    "open_each_with",
    "open_for",
    "report_damage",
    "report_each",
    "report_met",
    "rewrap_data_keys",
    "rewrap_patient_key",
    "rotate",
    "seal",
    "seal_for",
    "secret",
]
