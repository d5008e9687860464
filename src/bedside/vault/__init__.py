"""Keys, and the sealing and opening of everything that says who somebody is or what they said.

Root key -> facility, accounts and intake keys -> one data key per patient. A seal is AES-256-GCM
in Tink's wire format and is bound to its place, so a ciphertext moved elsewhere does not open.
Destroying a patient's data key makes everything sealed for them unreadable for good.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bedside.vault.aead import Sealed as Sealed
    from bedside.vault.context import Context as Context
    from bedside.vault.current import check as check
    from bedside.vault.current import configure as configure
    from bedside.vault.current import forget_keys as forget_keys
    from bedside.vault.damage import BrokenSeal as BrokenSeal
    from bedside.vault.damage import KeyDestroyed as KeyDestroyed
    from bedside.vault.damage import report_damage as report_damage
    from bedside.vault.fields import SealedField as SealedField
    from bedside.vault.listing import KeyRow as KeyRow
    from bedside.vault.listing import list_keys as list_keys
    from bedside.vault.making import create_deployment_keys as create_deployment_keys
    from bedside.vault.making import create_key as create_key
    from bedside.vault.patients import create_patient_key as create_patient_key
    from bedside.vault.patients import destroy_patient_key as destroy_patient_key
    from bedside.vault.patients import open_for as open_for
    from bedside.vault.patients import open_many as open_many
    from bedside.vault.patients import rewrap_patient_key as rewrap_patient_key
    from bedside.vault.patients import seal_for as seal_for
    from bedside.vault.root import RootKey as RootKey
    from bedside.vault.root import RootKeyError as RootKeyError
    from bedside.vault.rotation import destroy_key as destroy_key
    from bedside.vault.rotation import disable_key as disable_key
    from bedside.vault.rotation import rewrap_data_keys as rewrap_data_keys
    from bedside.vault.rotation import rotate as rotate
    from bedside.vault.sealing import Secret as Secret
    from bedside.vault.sealing import open as open
    from bedside.vault.sealing import seal as seal
    from bedside.vault.sealing import secret as secret

_HOMES = {
    "aead": ("Sealed",),
    "context": ("Context",),
    "current": ("check", "configure", "forget_keys"),
    "damage": ("BrokenSeal", "KeyDestroyed", "report_damage"),
    "fields": ("SealedField",),
    "listing": ("KeyRow", "list_keys"),
    "making": ("create_deployment_keys", "create_key"),
    "patients": (
        "create_patient_key",
        "destroy_patient_key",
        "open_for",
        "open_many",
        "rewrap_patient_key",
        "seal_for",
    ),
    "root": ("RootKey", "RootKeyError"),
    "rotation": ("destroy_key", "disable_key", "rewrap_data_keys", "rotate"),
    "sealing": ("Secret", "open", "seal", "secret"),
}


def __getattr__(name: str) -> Any:
    # Found on first use: Django must have loaded its apps before a model may be imported.
    for module, names in _HOMES.items():
        if name in names:
            found = globals()[name] = getattr(import_module(f"{__name__}.{module}"), name)
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
