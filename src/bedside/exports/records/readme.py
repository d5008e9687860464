"""What an archive says about itself, in plain words for whoever opens it in ten years."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bedside.exports.records.formats import Format
from bedside.exports.records.parts import LEFT_OUT, NOT_SAID, PARTS

_FORMS: Mapping[Format, str] = {
    Format.CSV: "CSV in UTF-8: one row a line, the first line has the names of the columns. An"
    " empty cell is something that nobody said. A cell that a spreadsheet would take for a formula"
    " begins with an apostrophe, which is not part of it.",
    Format.JSON: "JSON in UTF-8: a list, one object for each row.",
    Format.NDJSON: "NDJSON in UTF-8: one JSON object for each line.",
}


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
            "  drafts of notes and of assessments: not part of the record yet",
            *(f"  {name}: {why}" for name, why in {**LEFT_OUT, **NOT_SAID, **_without()}.items()),
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


def _without() -> dict[str, str]:
    return {f"{part.name}.{name}": why for part in PARTS for name, why in part.without.items()}
