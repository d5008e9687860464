"""Which hashes of passwords are computed: what a sign-in costs, without a stopwatch."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.hashers import get_hasher


@contextmanager
def hashes_computed() -> Iterator[list[object]]:
    """Yield the strength of each hash that is computed meanwhile, as it is: rounds, memory, lanes.

    The hashes are computed all the same; they are only counted.
    """
    computed: list[object] = []
    hasher = type(get_hasher())
    encode, verify = hasher.encode, hasher.verify

    def encoding(self: Any, password: str, salt: str) -> str:
        computed.append(_strength(self.params()))
        return str(encode(self, password, salt))

    def verifying(self: Any, password: str, encoded: str) -> bool:
        computed.append(_strength(self.decode(encoded)["params"]))
        return bool(verify(self, password, encoded))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hasher, "encode", encoding)
        patch.setattr(hasher, "verify", verifying)
        yield computed


def _strength(of: Any) -> tuple[object, ...]:
    return of.type, of.time_cost, of.memory_cost, of.parallelism, of.hash_len
