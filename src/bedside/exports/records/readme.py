"""What an archive says about itself, in plain words for whoever opens it in ten years."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bedside.exports.records.formats import Format

_FORMS: Mapping[Format, str] = {
    Format.CSV: "CSV in UTF-8: one row a line, the first line has the names of the columns. An"
    " empty cell is something that nobody said. A cell that a spreadsheet would take for a formula"
    " begins with an apostrophe, which is not part of it.",
    Format.JSON: "JSON in UTF-8: a list, one object for each row.",
    Format.NDJSON: "NDJSON in UTF-8: one JSON object for each line.",
}

NOT_HERE: Mapping[str, str] = {
    "drafts of notes and of assessments": "not part of the record yet",
    "passwords, sign-ins, codes, links and keys": "secrets",
    "accounts, hours and places of work of the staff": "about staff; names are in Practitioner",
    "templates for notes": "a doctor's own, about no patient",
    "the clinic's address and holidays": "about the clinic",
    "whom somebody was taken for and is not": "it would name another patient",
    "codes of diagnoses as a table": "each code stands in the Diagnosis that has it",
    "the search for patients": "made anew from the names at any time",
    "files that were taken out or brought in": "they are gone after some days",
    "jobs that wait, counters, copies of answers": "they say nothing that is not here",
    "counts of the clinic's months": "nobody is named in them",
    "the log of what was done": "who looked is in AuditEvent of one patient's record",
    "how the texts were sealed, and where": "they are opened here",
    "birth date and sex, sealed once more for counting": "they are in Patient",
}
"""What `parts` leaves out, for people: it names the tables, which mean nothing outside Bedside."""


def readme(
    rows: Mapping[str, int], damaged: Mapping[str, Sequence[str]], form: Format, *, at: datetime
) -> str:
    """Return the text of README.txt: what is here, what is not and why, what did not open."""
    return "\n".join(
        [
            *_beginning(at),
            _FORMS[form],
            "Times are in UTC. Columns have FHIR's words where FHIR has one. `document` holds all",
            "that was written, with every earlier wording; other columns repeat what it says now.",
            "",
            "What is here, and how many rows:",
            *(f"  {name}.{form}: {count}" for name, count in rows.items()),
            "",
            "What could not be opened (its row is there, `readable` is false):",
            *(f"  {name}: {', '.join(ids)}" for name, ids in damaged.items()),
            *([] if damaged else ["  nothing"]),
            "",
            "What is not here, and why:",
            *(f"  {what}: {why}" for what, why in NOT_HERE.items()),
            "",
        ]
    )


def readme_of_fhir(count: Mapping[str, int], *, damaged: int, at: datetime) -> str:
    """Return the text of README.txt beside resources of FHIR."""
    return "\n".join(
        [
            *_beginning(at),
            "HL7 FHIR R4 (4.0.1) in UTF-8: Bundle.json, or a file for each type of resource, one",
            "resource a line (NDJSON), and manifest.json, which lists the files.",
            "",
            "This is what other systems understand, not everything that is kept: each thing as it",
            "is now, without earlier wordings, as far as whoever took it out may read it on their",
            "pages. All that is kept is in the other forms (JSON, NDJSON, CSV).",
            "",
            "What is here, and how many:",
            *(f"  {name}: {number}" for name, number in count.items()),
            "",
            f"Sealed texts that could not be opened: {damaged}",
            "",
        ]
    )


def _beginning(at: datetime) -> list[str]:
    return [
        f"Taken out of Bedside on {at:%Y-%m-%d at %H:%M} UTC.",
        "",
        "This is health data, and nothing protects it here. Keep it where nobody else can read",
        "it, and delete it when you do not need it any more.",
        "",
    ]
