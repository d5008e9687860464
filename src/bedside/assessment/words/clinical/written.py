"""Writing a clinician's shorthand out in words, so that one reader serves both kinds of text.

"54M c/o CP x 3/7, ?PE" becomes "54 year old male complains of chest pain for 3 days, possible
pulmonary embolism". Every span found in the longer text leads back to the characters typed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bedside.assessment.knowledge.clinical import ClinicalTexts

_UNITS = {"7": "day", "52": "week", "12": "month", "24": "hour"}
_GUT = {"N": "nausea", "V": "vomiting", "D": "diarrhoea"}
_SEX = {"m": "male", "f": "female"}
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"

Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Written:
    """The text in words, and where each stretch of it came from: (new start, new end, old start,
    old end) of every piece, in order."""

    text: str
    pieces: tuple[tuple[int, int, int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the original that became ``start`` to ``end``."""
        return self._back(start)[0], self._back(max(start, end - 1))[1]

    def _back(self, at: int) -> tuple[int, int]:
        """First character, and the one after the last, that this character came from."""
        place = bisect_right(self.pieces, (at, len(self.text) + 1)) - 1
        new, new_end, old, old_end = self.pieces[place]
        if new_end - new == old_end - old:
            return old + at - new, old + at - new + 1
        return old, old_end


def written_out(text: str, clinical: ClinicalTexts) -> Written:
    """Write the abbreviations of ``text`` out."""
    edits: list[Edit] = []
    taken: list[bool] = [False] * len(text)
    for start, end, new in _edits(text, clinical):
        if not any(taken[start:end]):
            edits.append((start, end, new))
            taken[start:end] = [True] * (end - start)
    return _assembled(text, sorted(edits))


def _assembled(text: str, edits: list[Edit]) -> Written:
    parts: list[str] = []
    pieces: list[tuple[int, int, int, int]] = []
    at = length = 0
    for start, end, new in (*edits, (len(text), len(text), "")):
        for piece, old_start, old_end in ((text[at:start], at, start), (new, start, end)):
            if piece:
                pieces.append((length, length + len(piece), old_start, old_end))
                parts.append(piece)
                length += len(piece)
        at = end
    return Written("".join(parts), tuple(pieces or [(0, 0, 0, 0)]))


def _edits(text: str, clinical: ClinicalTexts) -> Iterator[Edit]:
    """What to replace; an earlier one keeps a later one from the same characters."""
    for pattern, made in _SHORTHAND:
        for found in pattern.finditer(text):
            yield found.start(), found.end(), made(found)
    lowered = text.lower()
    for short in _dictionary(clinical):
        if short.written in (lowered if short.in_any_case else text):
            for found in short.pattern.finditer(text):
                yield found.start(), found.end(), short.meaning


# -- patterns that hold numbers -----------------------------------------------------------------


def _age_and_sex(found: re.Match[str]) -> str:
    return f"{found[1]} year old {_SEX[found[2].lower()]}"


def _age_in_fraction(found: re.Match[str]) -> str:
    sex = _SEX.get(found[3].lower(), found[3])
    old = "" if found[3].lower() == "old" else " old"
    return f"{found[1]} {_UNITS[found[2]]}{old} {sex}"


def _length(found: re.Match[str]) -> str:
    lead = "for " if found[1] else ""
    return f"{lead}{found[2]} {_UNITS[found[3]]}s"


def _pregnant(found: re.Match[str]) -> str:
    return f"{found[1]} weeks pregnant"


def _same(found: re.Match[str]) -> str:
    return found[0]


def _gut_sign(found: re.Match[str]) -> str:
    return f"{'no ' if found[2] == '-' else ''}{_GUT[found[1]]},"


def _collision(found: re.Match[str]) -> str:
    return f"{found[1]} road traffic collision {found[2]}"


def _tablets(found: re.Match[str]) -> str:
    return f"{found[1]} {found[2]} tablets"


_ON_ROADS = (
    r"motorcyclist|cyclist|pedestrian|motorbike|motorcycle|bike|bicycle|moped|scooter|e-scooter|car"
    r"|van|lorry|bus|truck|tram|train|hgv|tree|wall|lamp ?post"
)

_SHORTHAND: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    # Visual acuity, dates and powers of ten are left as they stand.
    (re.compile(r"\b(?:VA|acuity|vision)\b[^,;.]{0,20}?\d{1,2}/\d{1,3}", re.I), _same),
    (re.compile(r"\b\d{1,2}/\d{1,2}/\d{2,4}\b"), _same),
    (re.compile(r"\b(?:[1-5]|10|[A-Z])\^?\d*/L\b"), _same),
    # "Ca 2.9" is calcium, and no cancer.
    (re.compile(r"\b(?:Ca|Cr|PT|AS|HT)\s?[:=]?\s?\d[\d.]*"), _same),
    # An artery of the heart, and no lymph nodes.
    (re.compile(r"\b(?:to|in|of|mid|prox(?:imal)?|distal)\s+LAD\b"), _same),
    # "Cyclist v car" is a collision, and no doubt.
    (re.compile(rf"\b({_ON_ROADS})\s+(?:vs?\.?|versus)\s+({_ON_ROADS})\b", re.I), _collision),
    # "Took 30 x 500 mg paracetamol" is a number of tablets.
    (
        re.compile(r"\b(\d{1,3})\s?[xX×]\s?\d{1,4}\s?(?:mg|mcg|g)\s+(?:of\s+)?([a-z]{5,})\b"),
        _tablets,
    ),
    # What somebody smoked who has stopped.
    (
        re.compile(
            r"\b(?:ex|former)[- ]?smoker\b[^.;\n]{1,20}?(?:pack|pk)[- ]?(?:years?|yrs?)\b", re.I
        ),
        lambda _: "ex smoker",
    ),
    # "90% RA" is breathing air, and no arthritis.
    (re.compile(r"(?:(?<=%)\s*|\bon\s+)RA\b"), lambda _: " on room air"),
    (re.compile(r"\b[Aa]llerg(?:y|ies)\s*[:=]\s*(?=[a-z])", re.I), lambda _: "allergic to "),
    # Age and sex: 54M, 54 y/o F, M54, 8/12 male, 3/52 old.
    (
        re.compile(
            r"\b(\d{1,2})/(7|52|12)\s*(?:-|\s)?\s*(old|[mM]ale|[fF]emale|boy|girl|infant|baby|M|F)\b"
        ),
        _age_in_fraction,
    ),
    (
        re.compile(r"(?<![\w./])(\d{1,3})\s?-?(?:yo|y/o|yrs?|y\.o\.|y)?\s?/?([MF])\b(?![/.]\d)"),
        _age_and_sex,
    ),
    (re.compile(r"(?<![\w./])(\d{1,3})\s?-?(?:yo|y/o|y\.o\.)\s?/?([mf])\b"), _age_and_sex),
    (
        re.compile(r"\b([MF])\s?/?\s?(\d{1,3})(?:\s?(?:yo|y/o|y))?\b(?=[,;.\s])"),
        lambda one: f"{one[2]} year old {_SEX[one[1].lower()]}",
    ),
    (re.compile(r"\b(\d{1,3})\s?-?(?:yo|y/o|y\.o\.)(?![a-z])"), lambda one: f"{one[1]} year old"),
    (re.compile(r"\b(\d{1,2})\s?-?(?:mo|m/o)(?![a-z])"), lambda one: f"{one[1]} month old"),
    # Lengths of time and of pregnancy: x 3/7, 2/52, 32/40, 32+4/40.
    (re.compile(r"\b([4-9]|[1-3]\d|4[0-2])(?:\s?\+\s?\d)?/40\b"), _pregnant),
    (re.compile(r"\b(\d{1,2})\s?(?:wks?|weeks)\s?(?:GA|EGA)\b"), _pregnant),
    (re.compile(r"(?:\b([xX])\s?)?(?<![\d/.])\b(\d{1,2})/(7|52|12|24)\b(?!/)"), _length),
    (
        re.compile(r"\b[xX]\s?(?=\d{1,3}\s?(?:min|h|hr|d|day|wk|week|mo|month|y)[a-z]*\b)"),
        lambda _: "for ",
    ),
    (re.compile(r"(?<=\d)\s?h(?=\s(?:ago|hx|history|of)\b|[,;.]|$)"), lambda _: " hours"),
    (re.compile(r"(?<=\d)\s?d(?=\s(?:ago|hx|history|of)\b|[,;.]|$)"), lambda _: " days"),
    # Counts of vomits and stools: D x8, V x2.
    (re.compile(r"\bD\s?[x×]\s?\d{1,2}\b"), lambda _: "diarrhoea"),
    (re.compile(r"\bV\s?[x×]\s?\d{1,2}\b"), lambda _: "vomiting"),
    # "N+ V- D+" for nausea, vomiting and diarrhoea.
    (re.compile(r"(?<![\w+-])([NVD])([+-])(?=[\s,;.]|$)"), _gut_sign),
    # Doubt and sign.
    (re.compile(r"(?:(?<=^)|(?<=[\s(,;:]))\?+\s?(?=[A-Za-z])"), lambda _: "possible "),
    (re.compile(r"\(\s?[-–−]\s?\)|(?<!\w)[-–−]ve\b"), lambda _: " negative "),
    (re.compile(r"\(\s?\+\s?\)|(?<!\w)\+ve\b"), lambda _: " positive "),
    (re.compile(r"↑+"), lambda _: "raised "),
    (re.compile(r"↓+"), lambda _: "reduced "),
    (re.compile(r"[→⟶]"), lambda _: " to "),
    # A side standing alone, not a unit ("5 L", "mg/L") and not a level of the spine ("L5").
    (re.compile(r"(?<![\w/^.])(?<!\d\s)(?:\(R\)|R|Rt|rt)(?![\w./'’])\.?"), lambda _: "right"),
    (re.compile(r"(?<![\w/^.])(?<!\d\s)(?:\(L\)|L|Lt|lt)(?![\w./'’])\.?"), lambda _: "left"),
)


# -- words --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Short:
    """One abbreviation; ``written`` is looked for before the slower pattern is tried."""

    written: str
    meaning: str
    in_any_case: bool
    pattern: re.Pattern[str]


@lru_cache(maxsize=8)
def _dictionary(clinical: ClinicalTexts) -> tuple[_Short, ...]:
    """Every abbreviation, those with capitals and the longest first.

    One with a capital must be met as written, one in small letters in any case.
    """
    return tuple(
        _Short(short, meaning, short == short.lower(), _bounded(short))
        for short, meaning in sorted(
            clinical.abbreviations.items(),
            key=lambda one: (one[0] == one[0].lower(), -len(one[0]), one[0]),
        )
    )


def _bounded(short: str) -> re.Pattern[str]:
    after = _NO_LETTER_AFTER if short[-1].isalnum() else ""
    flags = re.IGNORECASE if short == short.lower() else re.NOFLAG
    return re.compile(_NO_LETTER_BEFORE + re.escape(short) + after, flags)
