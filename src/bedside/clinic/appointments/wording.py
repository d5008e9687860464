"""How an appointment stands, in words: on pages and on paper."""

from collections.abc import Mapping

STANDING: Mapping[str, str] = {
    "proposed": "Offered, not answered yet",
    "booked": "Booked",
    "arrived": "Arrived",
    "fulfilled": "Seen",
    "cancelled": "Cancelled",
    "noshow": "Did not come",
}
