"""What the API needs to know of the deployment.

A protocol, because the door may not import `config`: whoever composes the process passes it in.
"""

from typing import Protocol


class ApiOptions(Protocol):
    """The operator's options that reach an API answer."""

    @property
    def public_url(self) -> str:
        """Scheme and host that browsers use: the one Origin that may write with a cookie."""

    @property
    def emergency_number(self) -> str:
        """What a patient dials in an emergency."""

    @property
    def crisis_line(self) -> str:
        """Whom a patient can call about self-harm."""

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies are sent over https only."""
