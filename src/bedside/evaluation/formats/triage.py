"""Texts with how soon somebody should be seen: whole cases, one case in several wordings, and
messages of which only the emergencies are known.

One object a line: ``id``, ``text``, optionally ``opening``, ``age`` (years; or ``age_months``,
``age_weeks``, ``age_days``), ``sex`` and ``speaker``, and the level as ``gold``, ``expected`` or
``level``. Three columns ``structured``, ``realistic`` and ``minimal`` instead of ``text`` are three
cases, ``needs_emergency`` instead of a level says only whether it is one. Lines whose ``expected``
is about findings are for other tests and are passed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from bedside.assessment import Age
from bedside.evaluation.cases import Case, Part, Speaker, Story, Truth
from bedside.evaluation.formats.files import BadCasesError, Row, json_lines, sex_of, told, unwrapped
from bedside.evaluation.reader import amounts, people
from bedside.evaluation.reader.sentences import first_sentence

LEVELS = ("self-care", "routine", "urgent", "emergency")
NEEDS_CARE, NO_EMERGENCY = "needs-care", "no-emergency"
ACCEPTS: Mapping[str, tuple[str, ...]] = {
    NEEDS_CARE: ("routine", "urgent"),
    NO_EMERGENCY: ("self-care", "routine", "urgent"),
}
"""Labels that leave the level open among several, and the levels that are then right."""
WORDINGS = ("structured", "realistic", "minimal")
_SHORT = {"em": "emergency", "ne": NEEDS_CARE, "sc": "self-care"}
_AGES: Mapping[str, Callable[[float], Age]] = {
    "age": Age.years,
    "age_years": Age.years,
    "age_months": Age.months,
    "age_weeks": Age.weeks,
    "age_days": lambda number: Age.days(int(number)),
}
_SPEAKERS: tuple[Speaker, ...] = ("self", "parent", "carer", "staff")
_SELF_FROM = Age.years(16)


def read(path: Path) -> list[Case]:
    """JSONL as described above; the reasons and what an engine once said are not read.

    Of cases with the same id the second is ``id#2``.
    """
    cases: list[Case] = []
    seen: Counter[str] = Counter()
    for number, row in enumerate(json_lines(path), start=1):
        try:
            for case in _cases(number, row):
                seen[case.id] += 1
                again = seen[case.id] > 1
                cases.append(replace(case, id=f"{case.id}#{seen[case.id]}") if again else case)
        except KeyError as error:
            raise BadCasesError(f"Case {number} has no {error}.") from error
        except (ValueError, TypeError, AttributeError) as error:
            raise BadCasesError(f"Case {number} is not in this format.") from error
    return cases


def _cases(number: int, row: Row) -> Iterator[Case]:
    level = _level(row)
    if level is None:
        return
    name = str(row.get("id", number))
    if any(one in row for one in WORDINGS):
        for wording in WORDINGS:
            speaker: Speaker | None = "staff" if wording == "structured" else None
            story = _story({**row, "text": row[wording], "speaker": speaker})
            yield Case(f"{name}/{wording}", story, Truth(level=level))
    else:
        yield Case(name, _story(row), Truth(level=level))


def _level(row: Row) -> str | None:
    """None for a line that is about findings and has no level."""
    if "needs_emergency" in row:
        return "emergency" if row["needs_emergency"] is True else NO_EMERGENCY
    written = next((row[one] for one in ("gold", "expected", "level") if one in row), None)
    if isinstance(written, dict) and "expected" in row:
        return None
    if written is None:
        raise KeyError("gold")
    level = str(written).strip().lower().replace("_", "-").replace(" ", "-")
    level = _SHORT.get(level, level)
    if level not in (*LEVELS, *ACCEPTS):
        raise ValueError("the level is emergency, urgent, routine or self-care")
    return level


def _story(row: Row) -> Story:
    text = unwrapped(str(row["text"]))
    told(text)
    statement = str(row.get("opening") or "").strip() or first_sentence(text)
    age = next((make(float(row[one])) for one, make in _AGES.items() if row.get(one)), None)
    return Story(
        statement,
        (Part("said", text),),
        age,
        sex_of(row.get("sex") or ""),
        speaker=_speaker(row, text, age),
    )


def _speaker(row: Row, text: str, age: Age | None) -> Speaker:
    """Who is said to speak; else the patient, or whoever is with a child."""
    given = row.get("speaker") or ("staff" if row.get("person") == "third" else None)
    if given is not None:
        return _named(given)
    found = amounts.age(text)
    said = age or (found[0] if found else None)
    speaker, _ = people.subject(text)
    return "parent" if said is not None and said < _SELF_FROM else speaker


def _named(written: object) -> Speaker:
    for one in _SPEAKERS:
        if one == written:
            return one
    raise ValueError("speaker is self, parent, carer or staff")
