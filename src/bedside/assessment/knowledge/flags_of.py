"""Red flags, the life-threat checklist and the rules of self-care."""

from __future__ import annotations

from collections.abc import Callable

from bedside.assessment.knowledge.model import NOT_SURE, WHENS, LifeThreat, RedFlag, SelfCare
from bedside.assessment.knowledge.problems import Problems
from bedside.assessment.knowledge.reading import (
    Document,
    Item,
    days_of,
    items_of,
    name_of,
    only,
)
from bedside.assessment.knowledge.sources_of import CITATION, Sources
from bedside.assessment.knowledge.vocabulary import Vocabulary

_CARRIED = ("source", "licence", "reviewed", "codes", *CITATION)


class FlagReader:
    """Reads whatever decides how urgent something is."""

    def __init__(self, words: Vocabulary, problems: Problems, sources: Sources) -> None:
        self.words = words
        self.problems = problems
        self.sources = sources
        self.flags: dict[str, RedFlag] = {}
        self.life_threats: list[LifeThreat] = []
        self.self_care: dict[str, SelfCare] = {}

    def read(self, name: str, document: Document) -> None:
        """Read every flag, life threat and self-care rule of one file."""
        kinds: tuple[tuple[str, Callable[[Item], None]], ...] = (
            ("red_flag", self._flag),
            ("life_threat", self._life_threat),
            ("self_care", self._self_care),
        )
        for key, read in kinds:
            for item in items_of(document, key):
                with self.problems.at(f"{name} {name_of(item)}"):
                    read(item)

    def _flag(self, item: Item) -> None:
        only(item, "id", "when", "level", "within", "not_sure", "fires", "quiet", *CITATION)
        if item["id"] in self.flags:
            raise ValueError("id used twice")
        if WHENS[item["within"]] != item["level"] or item["level"] == "self-care":
            raise ValueError(f"level {item['level']} does not go with {item['within']}")
        if item["not_sure"] not in NOT_SURE:
            raise ValueError(f"not_sure is one of {', '.join(NOT_SURE)}")
        if not item["fires"] or not item["quiet"]:
            raise ValueError("needs at least one case that fires and one that stays quiet")
        self.flags[item["id"]] = RedFlag(
            id=item["id"],
            when=self.words.rule(item["when"]),
            written=item["when"],
            level=item["level"],
            within=item["within"],
            not_sure=item["not_sure"],
            topic=item.get("topic", "general"),
            provenance=self.sources.provenance_of(item),
            codes=item.get("codes", {}),
            fires=tuple(self.words.case(one) for one in item["fires"]),
            quiet=tuple(self.words.case(one) for one in item["quiet"]),
        )

    def _life_threat(self, item: Item) -> None:
        """One line of the checklist, and the red flag that it is."""
        only(item, "finding", "clarify", "within", "applies", *CITATION)
        finding, clarify = self.words.known(item["finding"]), self.words.known(item["clarify"])
        flag = f"life-threat-{finding}"
        shared: Item = {key: said for key, said in item.items() if key in _CARRIED}
        self._flag(
            {
                **shared,
                "id": flag,
                "when": f"{finding} or {clarify}",
                "level": "emergency",
                "within": item["within"],
                "not_sure": "fires",
                "topic": "life-threat",
                "fires": [{finding: True}, {clarify: "not_sure"}],
                "quiet": [{finding: False, clarify: False}],
            }
        )
        applies = self.words.rule(item["applies"]) if item.get("applies") else None
        self.life_threats.append(LifeThreat(finding, clarify, flag, applies))

    def _self_care(self, item: Item) -> None:
        only(
            item, "id", "complaint", "covers", "excluded_by", "age_from", "age_to", "max_days",
            "worsens_for", "look_again_days", "alongside", "cases", "not_cases", *CITATION,
        )  # fmt: skip
        known = self.words.known
        rule = self.self_care[item["id"]] = SelfCare(
            id=item["id"],
            covers=tuple(known(name) for name in [*item["complaint"], *item["covers"]]),
            complaint=tuple(known(name) for name in item["complaint"]),
            excluded_by=tuple((text, self.words.rule(text)) for text in item["excluded_by"]),
            age_from=days_of(item["age_from"]),
            age_to=days_of(item["age_to"]),
            max_days=float(item["max_days"]) if "max_days" in item else None,
            worsens_for=float(item.get("worsens_for", 0)),
            look_again_days=int(item["look_again_days"]),
            alongside=bool(item.get("alongside", False)),
            provenance=self.sources.provenance_of(item),
            cases=tuple(self.words.case(one) for one in item["cases"]),
            not_cases=tuple(self.words.case(one) for one in item["not_cases"]),
        )
        if rule.max_days is not None:
            known(rule.lasted_too_long)
