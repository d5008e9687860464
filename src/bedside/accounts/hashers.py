"""Django's password hashers at the strength and the memory that a small server can afford.

Argon2id with 19 MiB and two passes is the least that OWASP asks for; Django's own 100 MiB would let
a dozen people signing in at once take more than a gigabyte.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class BedsideArgon2(Argon2PasswordHasher):
    """Argon2id, 19 MiB, two passes, one lane; weaker hashes are renewed at the next sign-in."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
