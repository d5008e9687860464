"""Every finding that exists, and the checks that anything else names only what exists."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.assessment.knowledge.model import KINDS, PARTS, Case, Finding
from bedside.assessment.knowledge.reading import Item
from bedside.assessment.rules import RESERVED, BadRule, Rule, parse

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.")


class Vocabulary:
    """Findings by id, and named rules that stand for others."""

    def __init__(self) -> None:
        self.findings: dict[str, Finding] = {}
        self.definitions: dict[str, Rule] = {}

    def add(self, finding: Finding) -> None:
        """Take in a finding; ValueError when it cannot be one."""
        if finding.id in self.findings:
            raise ValueError("id used twice")
        if not finding.id or not _LETTERS.issuperset(finding.id) or finding.id in RESERVED:
            raise ValueError("ids are lower case letters, digits, - and .")
        if finding.kind not in KINDS or finding.part not in PARTS:
            raise ValueError(f"kind {finding.kind!r} or part {finding.part!r} is not one we know")
        if finding.kind in ("choice", "many") and not finding.options:
            raise ValueError(f"{finding.id}: a {finding.kind} needs options")
        self.findings[finding.id] = finding

    def known(self, name: str) -> str:
        """Check ``finding`` or ``finding=value`` and return it."""
        finding, _, value = name.partition("=")
        if finding not in self.findings:
            raise ValueError(f"unknown finding {finding!r}")
        if value:
            self.has_option(finding, value)
        return name

    def has_option(self, name: str, value: str) -> None:
        """ValueError unless this finding can have this value."""
        if name in RESERVED:
            return
        finding = self.findings[name]
        allowed = finding.options or (("yes", "no") if finding.kind == "yes_no" else ())
        if finding.kind != "number" and value not in allowed:
            raise ValueError(f"{name} has no option {value!r} (has: {', '.join(allowed)})")

    def rule(self, text: str) -> Rule:
        """Parse a rule and check every finding and option that it names."""
        rule = parse(text, self.definitions)
        # Not a difference with the keys: that would walk through all of them for every rule.
        unknown = [one for one in rule.names() - RESERVED if one not in self.findings]
        if unknown:
            raise BadRule(f"unknown finding {', '.join(sorted(unknown))} in {text!r}")
        for name, value in _equalities(rule):
            self.has_option(name, value)
        return rule

    def case(self, answers: Item) -> Case:
        """Check the answers of a case written as data."""
        for name in answers.keys() - RESERVED:
            self.known(name)
            if self.findings[name].kind in ("choice", "many"):
                said = answers[name]
                for value in said if isinstance(said, list) else [said]:
                    if value not in (True, False, "not_sure"):
                        self.has_option(name, value)
        return Case(answers)


def _equalities(rule: Rule) -> Iterator[tuple[str, str]]:
    """Every ``name = value`` inside a rule."""
    name, value = getattr(rule, "name", None), getattr(rule, "value", None)
    if name is not None and value is not None:
        yield name, value
    for part in (*getattr(rule, "parts", ()), getattr(rule, "part", None)):
        if part is not None:
            yield from _equalities(part)
