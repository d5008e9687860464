"""Cutting a case into sentences, and leaving out what only an examination could know."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?])\s+(?=\S)|\n+")
_ABBREVIATED = re.compile(
    r"\b(?:dr|mr|mrs|ms|st|vs|approx|e\.?g|i\.?e|etc|temp|resp|hx|yrs?|hrs?|wks?)\.$", re.IGNORECASE
)
_EXAMINED = re.compile(
    r"\bexam(?:s|ination|inations|ined)?\b|\bauscultat|\bpalpat|\bpercuss|\bvital signs?\b"
    r"|\bblood pressure\b|\bBP\b|\bpulse (?:is|of|rate|oximetry)\b|\b(?:respiratory|heart) rate\b"
    r"|\bspo2\b|\boxygen saturation\b|\bmm ?hg\b|\bx-?rays?\b|\bradiograph|\bultraso|\bechocardio"
    r"|\bECG\b|\bEKG\b|\belectrocardio|\bCT\b|\bMRI\b|\blaborator|\bblood tests?\b|\bleuko"
    r"|\bh(?:a)?ematocrit\b|\bh(?:a)?emoglobin\b|\bserum\b|\bcultures?\b|\burinalysis\b|\bdipstick\b"
    r"|\bbiops|\bmurmur|\bcrackles\b|\brales\b|\brhonchi\b|\bguarding\b|\brebound\b|\brefle(?:x|ct)"
    r"|\bshows? (?:a )?normal\b|\bis noted\b|\bare noted\b|\bis palpable\b"
    r"|\btest (?:is|was|result)",
    re.IGNORECASE,
)


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends, in characters."""
    cuts, begin = [], 0
    for gap in _END.finditer(text):
        if _ABBREVIATED.search(text[begin : gap.start()]):
            continue
        cuts.append((begin, gap.start()))
        begin = gap.end()
    return [cut for cut in (*cuts, (begin, len(text))) if text[cut[0] : cut[1]].strip()]


def first_sentence(text: str) -> str:
    """What a patient would open with, where there is only text."""
    found = sentences_of(text)
    return text[found[0][0] : found[0][1]].strip() if found else ""


def without_examination(text: str) -> str:
    """The text without the sentences that tell of an examination or a test."""
    told = (text[begin:end] for begin, end in sentences_of(text))
    return " ".join(one for one in told if not _EXAMINED.search(one))
