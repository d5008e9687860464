"""The keys under the root key: unwrapped on demand, kept for a minute, never written down."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from bedside.root_key import RootKey
from bedside.vault.aead import Cipher, Sealed
from bedside.vault.cache import TimedCache
from bedside.vault.context import Context
from bedside.vault.damage import NoKey
from bedside.vault.models import USABLE, Key, KeyState
from bedside.vault.purposes import Place


@dataclass(frozen=True, repr=False)
class Unwrapped:
    """A key ready for use."""

    id: int
    material: bytes
    cipher: Cipher

    def __repr__(self) -> str:
        return f"Unwrapped({self.id})"


@dataclass(frozen=True)
class KeySet:
    """All usable keys of one purpose and owner."""

    primary: Unwrapped
    by_id: dict[int, Unwrapped]


class Keyring:
    """Everything the root key opens."""

    def __init__(self, root: RootKey) -> None:
        # The wrapping key and its id both come from the root key, so that a wrong root key is
        # recognised before anything is opened with it.
        root_id = int.from_bytes(root.derive("keyring id")[:4], "big")
        self._root = Cipher(root_id, root.derive("keyring"))
        self._sets: TimedCache[Place, KeySet] = TimedCache()
        self.data_keys: TimedCache[UUID, Cipher] = TimedCache()

    def keys(self, place: Place, *, fresh: bool = False) -> KeySet:
        """Return the usable keys of a place. Raises NoKey when there is no primary."""
        found = None if fresh else self._sets.get(place)
        if found is None:
            ticket = self._sets.ticket()
            found = self._load(place)
            self._sets.put(place, found, ticket)
        return found

    def find(self, place: Place, key_id: int) -> Unwrapped | None:
        """Return one usable key, as `find_all` does."""
        return self.find_all(place, (key_id,)).get(key_id)

    def find_all(self, place: Place, key_ids: Collection[int]) -> dict[int, Unwrapped]:
        """Return the usable keys of a place, with those of `key_ids` that there are.

        Asks again, once for all, in case another process has just made one.
        """
        found = self.keys(place).by_id
        if found.keys() >= set(key_ids):
            return found
        return self.keys(place, fresh=True).by_id

    def wrap(self, key: Key, material: bytes) -> Sealed:
        """Wrap a new key's bytes under the root key, bound to its id, purpose and owner."""
        return self._root.seal(material, _context(key))

    def unwrap(self, key: Key) -> Unwrapped:
        """Open a row. Raises BrokenSeal when it was changed or belongs to another root key."""
        material = self._root.open(bytes(key.wrapped), _context(key))
        return Unwrapped(key.id, material, Cipher(key.id, material))

    def drop(self, place: Place) -> None:
        """Forget one place's keys in this process."""
        self._sets.drop(place)

    def clear(self) -> None:
        """Forget every key in this process."""
        self._sets.clear()
        self.data_keys.clear()

    def _load(self, place: Place) -> KeySet:
        rows = Key.objects.filter(purpose=place.purpose, owner=place.owner, state__in=USABLE)
        return self._set(place, rows)

    def _set(self, place: Place, rows: Iterable[Key]) -> KeySet:
        by_id: dict[int, Unwrapped] = {}
        primary = None
        for row in rows:
            by_id[row.id] = self.unwrap(row)
            if row.state == KeyState.PRIMARY:
                primary = by_id[row.id]
        if primary is None:
            raise NoKey(f"The vault has no {place.purpose} key. Run `bedside init`.")
        return KeySet(primary, by_id)


def _context(key: Key) -> Context:
    owner = key.owner or UUID(int=0)
    return Context(None, f"key:{key.purpose}", owner, None, version=key.id, schema=1)
