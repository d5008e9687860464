"""The one keyring of this process, connected when Django starts."""

from bedside.errors import Damaged, Unavailable
from bedside.root_key import RootKey
from bedside.vault.keyring import Keyring
from bedside.vault.purposes import DEPLOYMENT, place

_connected: list[Keyring] = []


def configure(root: RootKey) -> None:
    """Connect the keyring under `root`. No query is made; `check` does that."""
    _connected[:] = [Keyring(root)]


def keyring() -> Keyring:
    """Return the connected keyring. Raises Unavailable before `configure`."""
    if not _connected:
        raise Unavailable("The vault is not connected.")
    return _connected[0]


def forget_keys() -> None:
    """Forget every unwrapped key of this process; they are read again when needed."""
    keyring().clear()


def check() -> None:
    """Raise Unavailable, with a sentence for the operator, when the keys cannot be used."""
    try:
        for purpose in DEPLOYMENT:
            keyring().keys(place(purpose), fresh=True)
    except Damaged as error:
        raise Unavailable(
            "The root key does not open the keys in this database: it belongs to another "
            "deployment, or the keys were changed."
        ) from error
