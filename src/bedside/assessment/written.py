"""Numbers as people write them: "38,5 °C", "101.3 F", "5 ft 11", "about 39"; digits of any script.

A number is understood or asked back, never guessed: where two readings are possible ("1,234") the
bounds decide, and where they do not, the person does. A refusal says what would be understood and
holds nothing of what was written.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from operator import mul

from bedside.assessment.age import DAYS_OF
from bedside.assessment.words.measures import DAYS, celsius_of
from bedside.assessment.words.numbers import SPELLED, number_of
from bedside.signs import with_ascii_digits, without_marks

Convert = Callable[[float], float]
LONGEST = 60
"""Code points that are looked at: no number is longer."""


class NotUnderstood(ValueError):
    """No number in the asked unit; ``detail`` says what would be (never the input)."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: the unit of the answer and the bounds of a possible one, both included."""

    unit: str = ""
    low: float | None = None
    high: float | None = None

    @property
    def is_bounded(self) -> bool:
        return self.low is not None or self.high is not None

    def allows(self, value: float) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    @property
    def sentence(self) -> str:
        """How to write it."""
        name, example = _NAMES.get(self.unit, ("", ""))
        if name:
            return f"Write {name} as a number such as {example}, in {self.unit}."
        unit = _in_unit(self.unit)
        return f"Write it as a number,{unit}." if unit else "Write it as a number."

    @property
    def between(self) -> str:
        """What is possible, as a sentence."""
        name = _NAMES.get(self.unit, ("a number", ""))[0]
        ends = [
            f"{word} {_plain(end)}"
            for word, end in (("from", self.low), ("to", self.high))
            if end is not None
        ]
        return f"Write {name}{_in_unit(self.unit)}, {' '.join(ends)}."


def _in_unit(unit: str) -> str:
    """Return " in hours" of "hours ago"; nothing for a count, whose unit only says of what."""
    if not unit or unit.startswith(("of ", "times ")):
        return ""
    return f" in {unit.removesuffix(' ago')}"


def has_other_units(unit: str) -> bool:
    """Whether people also measure in another unit, and so need letters to say which."""
    return unit in _OFFERED


def read_measure(text: str, wanted: Wanted) -> float:
    """Return the value in the wanted unit, within its bounds. Raises NotUnderstood.

    Without a unit the number is in the wanted one; what was converted is rounded (`_PLACES`).
    """
    parts = list(_parts(text, wanted))
    values = set(_readings(parts, wanted))
    fitting = [value for value in values if wanted.allows(value)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise NotUnderstood(f"{wanted.sentence} Leave out the mark between the thousands.")
    raise NotUnderstood(f"{wanted.between}{_offer(parts, wanted)}")


def read_pressure(text: str) -> tuple[float, float]:
    """Return (systolic, diastolic) of "120/80" or "120 over 80", in mmHg. Raises NotUnderstood."""
    found = _PRESSURE.fullmatch(_tidied(text))
    if not found:
        raise NotUnderstood("Write the blood pressure as two numbers such as 120/80.")
    if float(found[1]) <= float(found[2]):
        raise NotUnderstood("Write the higher number of the blood pressure first, such as 120/80.")
    return float(found[1]), float(found[2])


# --- units -----------------------------------------------------------------------------------


def _scaled(factors: Mapping[str, float]) -> dict[str, Convert]:
    return {unit: partial(mul, factor) for unit, factor in factors.items()}


def _times(days_of_asked: float) -> dict[str, Convert]:
    """Every unit of time, for an asked one of so many days; "m" is minutes only below a day."""
    days = DAYS | {"month": DAYS_OF["m"], "year": DAYS_OF["y"], "yr": DAYS_OF["y"]}
    short = {"h": days["hour"], "d": 1, "w": 7, "y": days["year"]}
    short["m"] = days["minute" if days_of_asked < 1 else "month"]
    return _scaled({unit: each / days_of_asked for unit, each in (days | short).items()})


_RATE = ("bpm", "/min", "min", "per minute", "a minute", "in a minute")
_BEATS = (*_RATE, "beat", "beats per minute", "beats/min")
_BREATHS = (*_RATE, "breath", "breaths per minute", "breaths a minute", "breaths/min")
_FAMILIES: Mapping[str, Mapping[str, Convert]] = {
    "°C": {
        **_scaled({"c": 1, "celsius": 1, "centigrade": 1}),
        **dict.fromkeys(("f", "fahrenheit"), celsius_of),
    },
    "kg": _scaled(
        {
            **dict.fromkeys(("kg", "kilo", "kilogram", "kilogramme"), 1),
            **dict.fromkeys(("g", "gram", "gramme"), 0.001),
            **dict.fromkeys(("lb", "pound"), 0.45359237),
            **dict.fromkeys(("st", "stone"), 6.35029318),
            **dict.fromkeys(("oz", "ounce"), 0.028349523125),
        }
    ),
    "cm": _scaled(
        {
            **dict.fromkeys(("cm", "centimetre", "centimeter"), 1),
            **dict.fromkeys(("m", "metre", "meter"), 100),
            **dict.fromkeys(("mm", "millimetre", "millimeter"), 0.1),
            **dict.fromkeys(("in", "inch", "inche", '"'), 2.54),
            **dict.fromkeys(("ft", "foot", "feet", "'"), 30.48),
        }
    ),
    "%": _scaled(dict.fromkeys(("%", "percent", "per cent"), 1)),
    "mmHg": _scaled({"mmhg": 1, "mm hg": 1, "mm": 1, "kpa": 7.50062}),
    # 18.0156: a millimole of glucose has 180.156 mg, a litre ten decilitres.
    "mmol/L": _scaled(
        {
            **dict.fromkeys(("mmol/l", "mmol"), 1),
            **dict.fromkeys(("mg/dl", "mg"), 1 / 18.0156),
        }
    ),
    "beats a minute": _scaled(dict.fromkeys(_BEATS, 1)),
    "breaths a minute": _scaled(dict.fromkeys(_BREATHS, 1)),
    "breaths in a minute": _scaled(dict.fromkeys(_BREATHS, 1)),
    "minutes": _times(DAYS["minute"]),
    "hours": _times(DAYS["hour"]),
    "hours ago": _times(DAYS["hour"]),
    "days": _times(1),
    "months": _times(DAYS_OF["m"]),
    "years": _times(DAYS_OF["y"]),
}
_NAMES = {
    "°C": ("the temperature", "38.5"),
    "kg": ("the weight", "70"),
    "cm": ("the height", "175"),
    "mmHg": ("the blood pressure", "120"),
    "%": ("the percentage", "96"),
    "mmol/L": ("the blood glucose", "5.4"),
    "beats a minute": ("the pulse", "72"),
    "breaths a minute": ("the breathing", "16"),
    "breaths in a minute": ("the breathing", "16"),
}
_SMALLER = {
    **dict.fromkeys(("ft", "foot", "feet"), "in"),
    **dict.fromkeys(("m", "metre", "meter"), "cm"),
    **dict.fromkeys(("st", "stone"), "lb"),
    **dict.fromkeys(("lb", "pound"), "oz"),
    **dict.fromkeys(("kg", "kilo"), "g"),
    **dict.fromkeys(("h", "hour", "hr"), "min"),
    **dict.fromkeys(("year", "yr", "y"), "month"),
    **dict.fromkeys(("week", "wk", "w"), "day"),
    **{"'": '"', "month": "week", "day": "hour", "d": "hour"},
}
"""What a second number is in when it has no unit: "5 ft 11", "1m75", "11 st 4"."""
_PLACES = {"kg": 2, "days": 3}
"""Decimals of what was converted, one for every other unit: a newborn is weighed to ten grams, and
an hour is 0.042 days, as in what is told in words (`words.measures`)."""
_OFFERED = {"°C": {"f": "°F"}, "cm": {"m": "m", "ft": "ft", "in": "in"}, "kg": {"g": "g"}}
"""Units that a number without one may have been meant in."""


# --- the text --------------------------------------------------------------------------------

_FIGURE = r"(?:\d+(?:[ '’]\d{3}(?!\d)|[.,]\d+)*|[.,]\d+)"
_PART = re.compile(rf"\s*(?P<figure>[+-]?{_FIGURE})(?P<unit>[^\d]*)")
_PRESSURE = re.compile(r"(\d{2,3})\s*(?:/|over|on)\s*(\d{2,3})\s*(?:mm\s*hg|mm)?", re.IGNORECASE)
_ABOUT = re.compile(
    r"^(?:(?:it(?:'s| is| was)|is|was|about|around|approximately|approx\.?|roughly|nearly|almost"
    r"|circa|ca\.?)\s+|[~≈:=]\s*)+",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"\s*(?:/|out of|of)\s*(\d{1,3})$")
_SPELLED = re.compile(rf"\b(?:{SPELLED})", re.IGNORECASE)
_SAME = str.maketrans(
    {
        "−": "-", "–": "-", "‒": "-", "º": "°", "˚": "°", "٫": ".", "٬": ",", "’": "'", "‘": "'",
        "′": "'", "″": '"', "“": '"', "”": '"', "½": ".5", "¼": ".25", "¾": ".75",
    }
)  # fmt: skip


def _tidied(text: str) -> str:
    """Lower case, ASCII digits, one minus and one degree sign, without "about"."""
    whole = unicodedata.normalize("NFKC", text.translate(_SAME))
    plain = with_ascii_digits(without_marks(whole))
    counted = _SPELLED.sub(lambda found: str(number_of(found[0])), " ".join(plain.lower().split()))
    return _ABOUT.sub("", counted.strip()).rstrip(".!")


@dataclass(frozen=True, slots=True)
class _Part:
    """One figure with its unit: two of them in "5 ft 11"."""

    figure: str
    unit: str


def _parts(text: str, wanted: Wanted) -> Iterator[_Part]:
    """The figures and units of a text. Raises NotUnderstood for anything else in it."""
    plain = _without_whole(_tidied(text), wanted) if len(text) <= LONGEST else ""
    spellings, at, before = _spellings(wanted), 0, ""
    while at < len(plain) or not at:
        found = _PART.match(plain, at)
        unit = _unit(found["unit"], spellings) if found else ""
        if at and not unit:
            unit = _SMALLER.get(before, "")
        if not found or not _follows(spellings, before if at else None, unit):
            raise NotUnderstood(wanted.sentence)
        yield _Part(found["figure"], unit)
        at, before = found.end(), unit


def _follows(spellings: Mapping[str, Convert], before: str | None, unit: str) -> bool:
    """Whether a unit is known and, after another one, a smaller one of the same measure."""
    if before is None:
        return not unit or unit in spellings
    known = before in _SMALLER and unit in spellings
    return known and spellings[unit](1) < spellings[before](1)


def _without_whole(plain: str, wanted: Wanted) -> str:
    """ "8/10" and "14 of 15" where 10 or 15 is the most there can be."""
    found = _OUT_OF.search(plain)
    return plain[: found.start()] if found and float(found[1]) == wanted.high else plain


def _unit(written: str, spellings: Mapping[str, Convert]) -> str:
    """One spelling of a unit: without dots, "and" and the plural."""
    plain = re.sub(r"[\s.,]+", " ", written).strip().removesuffix(" and").strip()
    plain = _bare(plain)
    return plain if plain in spellings else plain.removesuffix("s")


def _bare(unit: str) -> str:
    return re.sub(r"^(?:°|degrees?\b|deg\b)\s*|\s+(?:ago|old)$", "", unit)


def _spellings(wanted: Wanted) -> Mapping[str, Convert]:
    own: Mapping[str, Convert] = {_bare(wanted.unit.lower()): partial(mul, 1)}
    return {**own, **_FAMILIES.get(wanted.unit, {})}


# --- the value -------------------------------------------------------------------------------


def _readings(parts: list[_Part], wanted: Wanted) -> Iterator[float]:
    """Every value in the wanted unit that the figures can mean."""
    places = _PLACES.get(wanted.unit, 1)
    first, *others = parts
    if others:
        each = (_value(_figures(part, wanted)[0], part.unit, wanted) for part in parts)
        yield round(math.fsum(each), places)
        return
    for figure in _figures(first, wanted):
        value = _value(figure, first.unit, wanted)
        # What was not converted is kept as it was written.
        yield value if value == figure else round(value, places)


def _value(figure: float, unit: str, wanted: Wanted) -> float:
    return _spellings(wanted)[unit](figure) if unit else figure


def _figures(part: _Part, wanted: Wanted) -> list[float]:
    """The numbers that a figure can mean. Raises NotUnderstood when it is none (12.5.3)."""
    figure = re.sub(r"[ ']", "", part.figure)
    marks = re.findall(r"[.,]", figure)
    decimal, grouped = _as_decimal(figure, marks), _as_grouped(figure, marks)
    if decimal is None and grouped is None:
        raise NotUnderstood(wanted.sentence)
    meant = [number for number in (decimal, grouped) if number is not None]
    if wanted.is_bounded or len(meant) == 1:
        return meant
    return [meant[0] if "." in figure else meant[1]]


def _as_decimal(figure: str, marks: list[str]) -> float | None:
    """With the last mark before the decimals, and the other one between the thousands."""
    if not marks:
        return float(figure)
    whole, decimals = figure.rsplit(marks[-1], 1)
    others = marks[:-1]
    if others and (marks[-1] in others or not _is_grouped(whole, others)):
        return None
    return float(f"{re.sub('[.,]', '', whole)}.{decimals}")


def _as_grouped(figure: str, marks: list[str]) -> float | None:
    """With every mark between thousands."""
    return float(re.sub("[.,]", "", figure)) if marks and _is_grouped(figure, marks) else None


def _is_grouped(figure: str, marks: list[str]) -> bool:
    mark = re.escape(marks[0])
    return bool(re.fullmatch(rf"[+-]?[1-9]\d{{0,2}}(?:{mark}\d{{3}})+", figure))


def _offer(parts: list[_Part], wanted: Wanted) -> str:
    """Another unit in which the number would be possible, when none was written."""
    if len(parts) != 1 or parts[0].unit:
        return ""
    for unit, shown in _OFFERED.get(wanted.unit, {}).items():
        if any(wanted.allows(_value(one, unit, wanted)) for one in _figures(parts[0], wanted)):
            return f" If you measured in {shown}, write {shown} after the number."
    return ""


def _plain(number: float) -> str:
    return f"{number:g}"
