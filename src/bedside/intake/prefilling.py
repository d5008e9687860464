"""A note's first words, taken from an assessment: what was said and measured, in plain sentences.

Subjective and Objective say only what the patient told, marked with where it comes from; the doctor
edits it like any text. Assessment and Plan stay empty: no diagnosis is written for a doctor, so the
possible conditions are left out too. So are the answers about safety at home: a note can be shared
with the patient, and somebody else may read along.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from bedside import limits
from bedside.assessment import Result
from bedside.assessment.report import About, Fired, Found, Summary, Symptom
from bedside.clinic.notes import NoteText, Section
from bedside.clinic.notes.builtin import BUILT_IN, SOAP
from bedside.intake.views import Contradiction, EnquiryView

CUT = "\n\nShortened. The rest is in the assessment."
_NOTHING = re.compile(
    r"(no|none|nothing)( of (these|those))?( that i know( of)?)?[. ]*", re.IGNORECASE
)
"""An answer that only says that there is nothing to say."""
_THIRD_PERSON = {"myself": "themselves", "my": "their", "me": "them", "i": "they"}
_FIRST_PERSON = re.compile(rf"\b({'|'.join(_THIRD_PERSON)})\b", re.IGNORECASE)


def soap(
    complaint: str,
    result: Result,
    enquiries: Sequence[EnquiryView],
    against: Sequence[Contradiction] = (),
    *,
    sent_on: str,
    measured: str = "",
) -> NoteText:
    """Return a SOAP note of an assessment that was sent on a day, such as "2 March 2026".

    `against` is what was denied although it is on record: it stands in a line of its own with what
    the record says, never among the plain denials. `measured` was measured at the encounter, and
    stands before what the patient measured.
    """
    source = f"From the patient's assessment of {sent_on}."
    subjective = [source, *_subjective(complaint, result, enquiries, against)]
    objective = list(_objective(result.summary))
    written = {
        "Subjective": "\n\n".join(subjective),
        "Objective": "\n\n".join(
            [*([measured] if measured else []), *([source, *objective] if objective else [])]
        ),
    }
    blank = BUILT_IN[SOAP]
    sections = [Section(one.heading, written.get(one.heading, "")) for one in blank.sections]
    return _fitted(replace(blank, sections=tuple(sections)))


def _subjective(
    complaint: str,
    result: Result,
    enquiries: Sequence[EnquiryView],
    against: Sequence[Contradiction],
) -> Iterator[str]:
    summary = result.summary
    doubtful = {one.label for one in against}
    yield f"In the patient's own words: “{complaint}”"
    yield from _speaker(summary.about)
    yield from _listed(
        "Since when", (f"{o.label}: {_joined(o.began, o.onset)}" for o in summary.timeline)
    )
    yield from _listed("Symptoms", map(_symptom, summary.symptoms))
    yield from _listed("Red flags", map(_flag, result.red_flags))
    yield from _listed(
        "Red flags taken back by a changed answer", (f.label for f in summary.corrected)
    )
    yield from _sentence("Also present", summary.also_present)
    yield from _listed("Denied, but on record", map(_against, against))
    denied = [one for one in summary.denied if one not in doubtful]
    yield from _sentence("Denied", _pertinent(denied, _ruled_something_out(result)))
    yield from _sentence("Not sure", [*map(_in_third_person, summary.unsure)])
    yield from _sentence("Told, and not asked about", summary.said_unconfirmed)
    yield from _sentence("In the past", summary.said_before)
    yield from _sentence("Background", summary.background.there)
    not_there = [one for one in summary.background.not_there if one not in doubtful]
    yield from _sentence("Background, denied", not_there)
    yield from map(_enquiry, (one for one in enquiries if one.question and one.reply))


def _objective(summary: Summary) -> Iterator[str]:
    yield from _listed("Measured by the patient", map(_found, summary.vitals))
    scores = (f"{s.label}: {_joined(str(s.total), s.band)}" for s in summary.scores)
    yield from _listed("Scores from the answers", scores)


def _speaker(about: About) -> Iterator[str]:
    if about.speaker and about.speaker != "self":
        where = ", who was not with the patient" if about.is_patient_elsewhere else ""
        yield f"Answered for the patient by: {about.speaker}{where}."
    if about.answered_alone:
        yield "A child answered without a grown-up."
    if about.pregnant == "yes":
        yield "Pregnant."


def _flag(flag: Fired) -> str:
    answers = "; ".join(f"{said.label}: {said.value}" for said in flag.answers)
    return f"{flag.label} ({_joined(flag.level, answers)})"


def _symptom(symptom: Symptom) -> str:
    details = "; ".join(_found(one) for one in symptom.details if not _says_nothing(one.value))
    return f"{symptom.label}: {details}" if details else symptom.label


def _against(one: Contradiction) -> str:
    return f"{one.label} (on record: {'; '.join(one.on_record)})"


def _found(found: Found) -> str:
    return f"{found.label}: {found.value}" if found.value else found.label


def _enquiry(one: EnquiryView) -> str:
    return f"Asked back: “{one.question}” Reply: “{one.reply}”"


def _listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a paragraph with a line for each of several things, or nothing."""
    each = [f"- {line}" for line in lines]
    if each:
        yield "\n".join([f"{title}:", *each])


def _sentence(title: str, things: Sequence[str]) -> Iterator[str]:
    """Yield a sentence that names several things, or nothing. Things may have commas in them."""
    told = [one.rstrip(". ") for one in things if not _says_nothing(one.rpartition(": ")[2])]
    if told:
        yield f"{title}: {'; '.join(told)}."


def _pertinent(denied: Sequence[str], matters: Set[str]) -> list[str]:
    """Return the negatives that matter, and how many more there are: dozens hide the few.

    No source: what matters is what kept a rule of a higher level from firing.
    """
    chosen = [one for one in denied if one in matters] or denied
    others = len(denied) - len(chosen)
    more = [f"and {others} more, listed in the assessment"] if others else []
    return [*map(_in_third_person, chosen), *more]


def _ruled_something_out(result: Result) -> set[str]:
    """Return the answers because of which no rule of a higher level fired."""
    rules = result.explanation.why_not_higher
    return {said.label for rule in rules for said in rule.answers}


def _in_third_person(label: str) -> str:
    """Return a label of ours as it is said about somebody."""
    return _FIRST_PERSON.sub(lambda found: _THIRD_PERSON[found[0].lower()], label)


def _says_nothing(value: str) -> bool:
    return _NOTHING.fullmatch(value.strip()) is not None


def _joined(*texts: str) -> str:
    return ", ".join(text for text in texts if text)


def _fitted(text: NoteText) -> NoteText:
    """Cut the longest section where the note would not be taken; the assessment has it all."""
    over = text.length - limits.NOTE
    if over <= 0:
        return text
    longest = max(text.sections, key=lambda section: len(section.text))
    keep = len(longest.text) - over - len(CUT)
    cut = Section(longest.heading, longest.text[:keep] + CUT)
    return replace(text, sections=tuple(cut if s is longest else s for s in text.sections))
