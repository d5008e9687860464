"""What administrators may know of a house, taken out as a file: where it is, who works there since
when, and who did what. Nothing about anybody's health, and no patient's name.
"""

from bedside.exports.administration.asking import (
    KIND,
    AdministrationWish,
    What,
    WhyTaken,
    ask_for_administration,
)
from bedside.exports.administration.making import make, may_still

__all__ = [
    "KIND",
    "AdministrationWish",
    "What",
    "WhyTaken",
    "ask_for_administration",
    "make",
    "may_still",
]
