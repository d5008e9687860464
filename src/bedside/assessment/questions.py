"""One screen of the interview, ready to be shown, and how screens are made from the knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, get_args

from bedside.assessment.facts import NO, YES
from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.knowledge.model import Kind, Part

NONE = "none"
AskedKind = Kind | Literal["confirm"]
"""How a screen is answered. ``confirm`` gives back what the words seem to say, line by line, to be
answered with yes, no or not sure; a line left out stays unknown."""
ASKED_KINDS = (*get_args(Kind), "confirm")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """A screen: one question, or several findings asked at once (``kind`` many or confirm).

    ``preselected`` are the lines that stand as yes until answered, ``denied`` those that stand as
    no, and ``quotes`` maps a line to the words of the patient that it was heard in.
    """

    type: ClassVar[Literal["question"]] = "question"

    id: str
    kind: AskedKind
    text: str
    why: str
    part: Part
    options: tuple[Option, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    help: str = ""
    preselected: tuple[str, ...] = ()
    private: bool = False
    denied: tuple[str, ...] = ()
    quotes: Mapping[str, str] = field(default_factory=dict)

    @property
    def proposed(self) -> dict[str, str]:
        """Each line that the words already answer, with that answer."""
        return {**dict.fromkeys(self.preselected, YES), **dict.fromkeys(self.denied, NO)}

    @property
    def option_ids(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.options)

    @property
    def offered(self) -> tuple[str, ...]:
        """What was on offer, without "none of these"."""
        return tuple(one for one in self.option_ids if one != NONE)

    def to_data(self) -> dict[str, Any]:
        """The question as the doors show it (JSON)."""
        return {
            "type": self.type,
            "id": self.id,
            "kind": self.kind,
            "text": self.text,
            "why": self.why,
            "options": [{"id": one.id, "label": one.label} for one in self.options],
            "min": self.minimum,
            "max": self.maximum,
            "unit": self.unit,
            "part": self.part,
            "help": self.help,
            "preselected": list(self.preselected),
            "private": self.private,
            "denied": list(self.denied),
            "quotes": dict(self.quotes),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Question:
        return cls(
            data["id"],
            data["kind"],
            data["text"],
            data["why"],
            data["part"],
            tuple(Option(one["id"], one["label"]) for one in data["options"]),
            data["min"],
            data["max"],
            data["unit"],
            data["help"],
            tuple(data["preselected"]),
            data["private"],
            tuple(data.get("denied", ())),
            dict(data.get("quotes", {})),
        )


def ask_finding(knowledge: Knowledge, name: str, part: Part | None = None) -> Question:
    """The question of one finding. Raises KeyError when there is no such finding."""
    finding, said = knowledge.findings[name], knowledge.texts.findings[name]
    options = tuple(Option(one, said.options[one]) for one in finding.options)
    if finding.kind == "many":
        options += (Option(NONE, knowledge.texts.phrases["none"]),)
    return Question(
        id=name,
        kind=finding.kind,
        text=said.question or said.label,
        why=said.why,
        part=part or finding.part,
        options=options,
        minimum=finding.minimum,
        maximum=finding.maximum,
        unit=finding.unit,
        help=said.help,
        private=finding.private,
    )


def ask_many(
    knowledge: Knowledge,
    name: str,
    wording: tuple[str, str],
    offered: Iterable[str],
    part: Part,
    preselected: Iterable[str] = (),
    quotes: Mapping[str, str] | None = None,
) -> Question:
    """A tick list over yes/no findings; ``wording`` is its question and its why.

    A screen of the knowledge may word its lines itself.
    """
    offered = tuple(offered)
    own = knowledge.texts.findings[name].options if name in knowledge.screens else {}
    labels = (Option(one, own.get(one) or line(knowledge, one)) for one in offered)
    return Question(
        id=name,
        kind="many",
        text=wording[0],
        why=wording[1],
        part=part,
        options=(*labels, Option(NONE, knowledge.texts.phrases["none"])),
        preselected=tuple(preselected),
        private=part != "life_threats" and _is_private(knowledge, name, offered),
        quotes=quotes or {},
    )


def _is_private(knowledge: Knowledge, name: str, offered: tuple[str, ...]) -> bool:
    screen = knowledge.screens.get(name)
    if screen is not None:
        return screen.private
    return any(knowledge.findings[one].private for one in offered)


def line(knowledge: Knowledge, name: str) -> str:
    """How a finding reads as one line of a tick list."""
    said = knowledge.texts.findings[name]
    part = knowledge.findings[name].part
    text = (
        said.question if part == "life_threats" and not said.question.endswith("?") else said.label
    )
    return text[:1].upper() + text[1:]


def wording_of(knowledge: Knowledge, name: str, **words: object) -> tuple[str, str]:
    """The fixed question of a screen and its why, for ``ask_many``."""
    asked = phrase(knowledge, f"{name}.question", **words)
    return asked, phrase(knowledge, f"{name}.why", **words)


def phrase(knowledge: Knowledge, name: str, **words: object) -> str:
    """A fixed sentence with its ``{words}`` filled; unknown braces are left for the callers."""
    text = knowledge.texts.phrases[name]
    for key, value in words.items():
        text = text.replace("{" + key + "}", str(value))
    return text
