"""Keys, and the sealing and opening of everything that says who somebody is or what they said.

Root key -> facility, accounts and intake keys -> one data key per patient. A seal is AES-256-GCM
in Tink's wire format and is bound to its place, so a ciphertext moved elsewhere does not open.
Destroying a patient's data key makes everything sealed for them unreadable for good.
"""

from bedside.vault.aead import Sealed
from bedside.vault.context import Context
from bedside.vault.current import check, configure, forget_keys
from bedside.vault.damage import BrokenSeal, KeyDestroyed, report_damage
from bedside.vault.fields import SealedField
from bedside.vault.listing import KeyRow, list_keys
from bedside.vault.making import create_deployment_keys, create_key
from bedside.vault.patients import (
    create_patient_key,
    destroy_patient_key,
    open_for,
    open_many,
    rewrap_patient_key,
    seal_for,
)
from bedside.vault.rotation import destroy_key, disable_key, rewrap_data_keys, rotate
from bedside.vault.sealing import Secret, open, seal, secret

__all__ = [
    "BrokenSeal",
    "Context",
    "KeyDestroyed",
    "KeyRow",
    "Sealed",
    "SealedField",
    "Secret",
    "check",
    "configure",
    "create_deployment_keys",
    "create_key",
    "create_patient_key",
    "destroy_key",
    "destroy_patient_key",
    "disable_key",
    "forget_keys",
    "list_keys",
    "open",
    "open_for",
    "open_many",
    "report_damage",
    "rewrap_data_keys",
    "rewrap_patient_key",
    "rotate",
    "seal",
    "seal_for",
    "secret",
]
