"""Turn parsed files into validated items that fit together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bedside.assessment.age import Age
from bedside.assessment.knowledge import model
from bedside.assessment.knowledge.words_of import texts_of
from bedside.assessment.rules import BadRule, Rule, parse

Documents = Mapping[str, list[tuple[str, dict[str, Any]]]]
_RESERVED = frozenset({"age", "sex", "speaker"})
_ID = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.")


class BadKnowledge(ValueError):
    """The knowledge does not fit together; ``problems`` says where, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """All medical content, immutable. ``version`` is a hash of every file that made it."""

    version: str
    findings: Mapping[str, model.Finding]
    symptoms: Mapping[str, model.Symptom]
    screens: Mapping[str, model.Screen]
    background: tuple[str, ...]
    life_threats: tuple[model.LifeThreat, ...]
    flags: Mapping[str, model.RedFlag]
    conditions: Mapping[str, model.Condition]
    self_care: Mapping[str, model.SelfCare]
    implications: Mapping[str, tuple[str, ...]]
    figure_codes: Mapping[str, Mapping[str, str]]
    limits: model.Limits
    texts: model.Texts


def build(
    raw: Documents, texts: list[tuple[str, dict[str, Any]]], language: str, version: str
) -> Knowledge:
    """Build and check everything; raises BadKnowledge with every problem found."""
    builder = _Builder({name: document for name, document in raw["."]})
    builder.findings_from(raw["symptoms"], "symptom")
    builder.findings_from(raw["questions"], "question")
    builder.single("definitions.toml", "definition", builder.definition)
    builder.late_rules()
    for place, key, make in (
        ("questions", "screen", builder.screen),
        ("red_flags", "red_flag", builder.flag),
        ("conditions", "condition", builder.condition),
    ):
        for name, document in raw[place]:
            builder.each(f"{place}/{name}", document, key, make)
    builder.single("background.toml", "screen", builder.screen)
    builder.single("life_threats.toml", "life_threat", builder.life_threat)
    builder.single("self_care.toml", "self_care", builder.self_care_rule)
    builder.single("implications.toml", "implication", builder.implication)
    for name, document in raw["figures"]:
        builder.attempt(f"figures/{name}", lambda document=document: builder.figures(document))
    return builder.finish(texts, language, version)


class _Builder:
    """Holds what was built so far and every problem met."""

    def __init__(self, singles: dict[str, dict[str, Any]]) -> None:
        self.singles = singles
        self.problems: list[str] = []
        self.findings: dict[str, model.Finding] = {}
        self.symptoms: dict[str, model.Symptom] = {}
        self.screens: dict[str, model.Screen] = {}
        self.flags: dict[str, model.RedFlag] = {}
        self.conditions: dict[str, model.Condition] = {}
        self.self_care: dict[str, model.SelfCare] = {}
        self.life_threats: list[model.LifeThreat] = []
        self.implications: dict[str, tuple[str, ...]] = {}
        self.definitions: dict[str, Rule] = {}
        self.figure_codes: dict[str, dict[str, str]] = {}
        self.numbers: dict[str, dict[str, float]] = {}
        self.waiting: list[tuple[str, str, str]] = []
        self.attributes = singles.get("attributes.toml", {})
        self.limits = _limits(singles.get("limits.toml", {}))
        self.defaults: dict[str, Any] = {}

    # -- walking ---------------------------------------------------------------------------

    def attempt(self, where: str, make: Callable[[], None]) -> None:
        try:
            make()
        except KeyError as error:
            self.problems.append(f"{where}: missing or unknown {error}")
        except (ValueError, TypeError, AttributeError) as error:
            self.problems.append(f"{where}: {error}")

    def each(
        self, where: str, document: dict[str, Any], key: str, make: Callable[[dict[str, Any]], None]
    ) -> None:
        self.defaults = document.get("defaults", {})
        for item in document.get(key, []):
            name = item.get("id") or item.get("finding") or item.get("if") or "?"
            self.attempt(f"{where} {name}", lambda item=item: make(item))

    def single(self, name: str, key: str, make: Callable[[dict[str, Any]], None]) -> None:
        self.each(name, self.singles.get(name, {}), key, make)

    def findings_from(self, documents: list[tuple[str, dict[str, Any]]], key: str) -> None:
        make = self.symptom if key == "symptom" else self.question
        for name, document in documents:
            self.each(f"{key}s/{name}", document, key, make)

    # -- small readers ---------------------------------------------------------------------

    def provenance(self, item: dict[str, Any]) -> model.Provenance:
        said = {**self.defaults, **item}
        if not said.get("source") or not said.get("licence"):
            raise ValueError("needs a source and a licence (or [defaults] in the file)")
        return model.Provenance(said["source"], said["licence"], said.get("reviewed", ""))

    def rule(self, text: str) -> Rule:
        rule = parse(text, self.definitions)
        unknown = rule.names() - self.findings.keys() - _RESERVED
        if unknown:
            raise BadRule(f"unknown finding {', '.join(sorted(unknown))} in {text!r}")
        self.options_exist(rule)
        return rule

    def options_exist(self, rule: Rule) -> None:
        for name, value in _equalities(rule):
            self.known_option(name, value)

    def known_option(self, name: str, value: str) -> None:
        if name in _RESERVED:
            return
        finding = self.findings[name]
        allowed = finding.options or (("yes", "no") if finding.kind == "yes_no" else ())
        if finding.kind != "number" and value not in allowed:
            raise ValueError(f"{name} has no option {value!r} (has: {', '.join(allowed)})")

    def known(self, name: str) -> str:
        """Check ``finding`` or ``finding=value`` and return it."""
        finding, _, value = name.partition("=")
        if finding not in self.findings:
            raise ValueError(f"unknown finding {finding!r}")
        if value:
            self.known_option(finding, value)
        return name

    def add_finding(self, finding: model.Finding) -> None:
        if finding.id in self.findings:
            raise ValueError("id used twice")
        if not finding.id or not _ID.issuperset(finding.id) or finding.id in _RESERVED:
            raise ValueError("ids are lower case letters, digits, - and .")
        if finding.kind not in model.KINDS or finding.part not in model.PARTS:
            raise ValueError(f"kind {finding.kind!r} or part {finding.part!r} is not one we know")
        if finding.kind in ("choice", "many") and not finding.options:
            raise ValueError(f"{finding.id}: a {finding.kind} needs options")
        self.findings[finding.id] = finding

    # -- items -----------------------------------------------------------------------------

    def finding(self, item: dict[str, Any], **extra: Any) -> model.Finding:
        if item.get("applies"):
            self.waiting.append(("findings", item["id"], item["applies"]))
        return model.Finding(
            id=item["id"],
            kind=item.get("kind", "yes_no"),
            system=item.get("system", self.defaults.get("system", "general")),
            provenance=self.provenance(item),
            part=item.get("part", self.defaults.get("part", "adaptive")),
            options=tuple(item["options"]) if isinstance(item.get("options"), list) else (),
            minimum=item.get("min"),
            maximum=item.get("max"),
            unit=item.get("unit", ""),
            private=bool(item.get("private", False)),
            asked=bool(item.get("asked", True)),
            codes=item.get("codes", {}),
            **{"parent": self.owner(item["id"]), **extra},
        )

    def owner(self, name: str) -> str:
        """``vomiting.nothing-stays-down`` belongs to the symptom ``vomiting``."""
        before, dot, _ = name.rpartition(".")
        return before if dot and before in self.symptoms else ""

    def question(self, item: dict[str, Any]) -> None:
        _only(
            item,
            "id kind options min max unit part system applies private asked codes "
            "source licence reviewed background".split(),
        )
        self.add_finding(self.finding(item))

    def symptom(self, item: dict[str, Any]) -> None:
        _only(
            item,
            "id system codes follow_ups associated options applies private asked "
            "source licence reviewed".split(),
        )
        self.add_finding(self.finding({**item, "options": None, "kind": "yes_no"}))
        follow_ups = []
        for name in item.get("follow_ups", []):
            if name in self.attributes:
                self.add_finding(self.follow_up(item, name))
                name = f"{item['id']}.{name}"
            follow_ups.append(name)
        self.symptoms[item["id"]] = model.Symptom(
            item["id"], tuple(follow_ups), tuple(item.get("associated", []))
        )

    def follow_up(self, item: dict[str, Any], attribute: str) -> model.Finding:
        template = self.attributes[attribute]
        options = item.get("options", {}).get(attribute, template.get("options", []))
        return self.finding(
            {
                **template,
                "id": f"{item['id']}.{attribute}",
                "options": options,
                "part": "symptoms",
                "system": item.get("system", self.defaults.get("system", "general")),
            },
            parent=item["id"],
            attribute=attribute,
        )

    def definition(self, item: dict[str, Any]) -> None:
        _only(item, ["id", "when", "source", "licence", "reviewed"])
        self.definitions[item["id"]] = self.rule(item["when"])

    def late_rules(self) -> None:
        """``applies`` rules wait until every finding and definition is known."""
        for _, name, text in self.waiting:
            if name not in self.findings:
                continue
            finding = self.findings[name]
            self.attempt(
                f"{name} applies",
                lambda finding=finding, text=text: self.findings.update(
                    {finding.id: _with(finding, applies=self.rule(text))}
                ),
            )
        for symptom in self.symptoms.values():
            for name in (*symptom.follow_ups, *symptom.associated):
                self.attempt(f"symptom {symptom.id}", lambda name=name: self.known(name) and None)

    def screen(self, item: dict[str, Any]) -> None:
        _only(item, "id part offers applies private source licence reviewed".split())
        self.screens[item["id"]] = model.Screen(
            item["id"],
            item.get("part", "background"),
            tuple(self.known(name) for name in item["offers"]),
            self.rule(item["applies"]) if item.get("applies") else None,
            self.provenance(item),
            bool(item.get("private", False)),
        )

    def flag(self, item: dict[str, Any], least_cases: int = 1) -> None:
        _only(
            item,
            "id when level within not_sure topic codes fires quiet source licence reviewed".split(),
        )
        if item["id"] in self.flags:
            raise ValueError("id used twice")
        if model.WHENS[item["within"]] != item["level"] or item["level"] == "self-care":
            raise ValueError(f"level {item['level']} does not go with {item['within']}")
        if item["not_sure"] not in model.NOT_SURE:
            raise ValueError(f"not_sure is one of {', '.join(model.NOT_SURE)}")
        if min(len(item["fires"]), len(item["quiet"])) < least_cases:
            raise ValueError("needs at least one case that fires and one that stays quiet")
        self.flags[item["id"]] = model.RedFlag(
            item["id"],
            self.rule(item["when"]),
            item["when"],
            item["level"],
            item["within"],
            item["not_sure"],
            item.get("topic", self.defaults.get("topic", "general")),
            self.provenance(item),
            item.get("codes", {}),
            tuple(self.case(one) for one in item["fires"]),
            tuple(self.case(one) for one in item["quiet"]),
        )

    def case(self, answers: dict[str, Any]) -> model.Case:
        for name, said in answers.items():
            if name in _RESERVED:
                continue
            self.known(name)
            kind = self.findings[name].kind
            for value in said if isinstance(said, list) else [said]:
                if kind in ("choice", "many") and value not in (True, False, "not_sure"):
                    self.known_option(name, value)
        return model.Case(answers)

    def life_threat(self, item: dict[str, Any]) -> None:
        _only(item, "finding clarify within applies codes source licence reviewed".split())
        flag_id = f"life-threat-{item['finding']}"
        when = f"{item['finding']} or {item['clarify']}"
        self.flag(
            {
                "id": flag_id,
                "when": when,
                "level": "emergency",
                "within": item["within"],
                "not_sure": "fires",
                "topic": "life-threat",
                "codes": item.get("codes", {}),
                "fires": [{item["finding"]: True}],
                "quiet": [{item["finding"]: False}],
                **{key: item[key] for key in ("source", "licence", "reviewed") if key in item},
            }
        )
        self.life_threats.append(
            model.LifeThreat(
                item["finding"],
                item["clarify"],
                flag_id,
                self.rule(item["applies"]) if item.get("applies") else None,
            )
        )

    def condition(self, item: dict[str, Any]) -> None:
        _only(
            item,
            "id system severity within prevalence prevalence_by findings sex codes "
            "source licence reviewed".split(),
        )
        if item["id"] in self.conditions:
            raise ValueError("id used twice")
        if not 1 <= item["severity"] <= 5:
            raise ValueError("severity is 1 (harmless) to 5 (life-threatening)")
        if item["within"] not in model.WHENS:
            raise ValueError(f"within is one of {', '.join(model.WHENS)}")
        self.conditions[item["id"]] = model.Condition(
            item["id"],
            item.get("system", self.defaults.get("system", "general")),
            item["severity"],
            item["within"],
            tuple(self.prevalences(item)),
            {
                self.known(name): self.strength(word)
                for name, word in item.get("findings", {}).items()
            },
            item.get("sex", ""),
            item.get("codes", {}),
            self.provenance(item),
        )

    def prevalences(self, item: dict[str, Any]) -> Iterator[model.Prevalence]:
        for band in [{"band": item["prevalence"]}, *item.get("prevalence_by", [])]:
            _only(band, ["band", "age_from", "age_to", "sex"])
            if band["band"] not in self.limits.prevalence:
                raise ValueError(f"prevalence is one of {', '.join(self.limits.prevalence)}")
            yield model.Prevalence(
                band["band"],
                _days(band.get("age_from", "0d")),
                _days(band.get("age_to", "130y")),
                band.get("sex", ""),
            )

    def strength(self, word: str | float) -> float:
        if isinstance(word, str):
            return self.limits.strengths[word]
        if not 0 <= word <= 1:
            raise ValueError("a probability lies between 0 and 1")
        return float(word)

    def figures(self, document: dict[str, Any]) -> None:
        """A table of P(finding | condition); see KNOWLEDGE for its shape."""
        self.defaults = document
        self.provenance(document)
        columns = [self.known(name) for name in document["findings"]]
        for condition, row in document["p"].items():
            if condition not in self.conditions:
                raise ValueError(f"unknown condition {condition!r}")
            if len(row) != len(columns):
                raise ValueError(f"{condition} has {len(row)} figures for {len(columns)} findings")
            self.numbers.setdefault(condition, {}).update(
                (name, float(p)) for name, p in zip(columns, row, strict=True) if p is not None
            )
        codes = {code: self.known(name) for code, name in document.get("codes", {}).items()}
        self.figure_codes[document["id"]] = codes

    def self_care_rule(self, item: dict[str, Any]) -> None:
        _only(
            item,
            "id complaint covers excluded_by age_from age_to max_days look_again_days "
            "cases not_cases source licence reviewed".split(),
        )
        self.self_care[item["id"]] = model.SelfCare(
            item["id"],
            tuple(self.known(name) for name in [*item["complaint"], *item["covers"]]),
            tuple(self.known(name) for name in item["complaint"]),
            tuple((text, self.rule(text)) for text in item["excluded_by"]),
            _days(item["age_from"]),
            _days(item["age_to"]),
            float(item["max_days"]),
            int(item["look_again_days"]),
            self.provenance(item),
            tuple(self.case(one) for one in item["cases"]),
            tuple(self.case(one) for one in item["not_cases"]),
        )

    def implication(self, item: dict[str, Any]) -> None:
        _only(item, ["if", "then", "source", "licence", "reviewed"])
        self.implications[self.known(item["if"])] = tuple(self.known(name) for name in item["then"])

    # -- the end ---------------------------------------------------------------------------

    def finish(
        self, texts: list[tuple[str, dict[str, Any]]], language: str, version: str
    ) -> Knowledge:
        conditions = {
            name: _with(one, findings={**one.findings, **self.numbers.get(name, {})})
            for name, one in self.conditions.items()
        }
        said = texts_of(texts, language, self.findings, self.problems)
        self.wording_is_complete(said)
        if self.problems:
            raise BadKnowledge(self.problems)
        order = tuple(self.singles.get("background.toml", {}).get("order", self.screens))
        return Knowledge(
            version,
            self.findings,
            self.symptoms,
            self.screens,
            order,
            tuple(self.life_threats),
            self.flags,
            conditions,
            self.self_care,
            self.implications,
            self.figure_codes,
            self.limits,
            said,
        )

    def wording_is_complete(self, said: model.Texts) -> None:
        """Every item has its words, and no words stand without an item."""
        for kind, items, wording in (
            ("finding or screen", {**self.findings, **self.screens}, said.findings),
            ("red flag", self.flags, said.flags),
            ("condition", self.conditions, said.conditions),
            ("self-care rule", self.self_care, said.self_care),
        ):
            self.problems += [f"no text for {kind} {name}" for name in items if name not in wording]
            self.problems += [
                f"text for unknown {kind} {name}" for name in wording if name not in items
            ]
        for finding in self.findings.values():
            missing = (
                set(finding.options) - said.findings[finding.id].options.keys()
                if (finding.id in said.findings)
                else set()
            )
            self.problems += [f"no label for {finding.id} option {one}" for one in sorted(missing)]


def _equalities(rule: Rule) -> Iterator[tuple[str, str]]:
    name, value = getattr(rule, "name", None), getattr(rule, "value", None)
    if name is not None and value is not None:
        yield name, value
    for part in (*getattr(rule, "parts", ()), getattr(rule, "part", None)):
        if part is not None:
            yield from _equalities(part)


def _only(item: Mapping[str, Any], allowed: list[str]) -> None:
    unknown = set(item) - set(allowed)
    if unknown:
        raise ValueError(f"unknown field {', '.join(sorted(unknown))}")


def _with(item: Any, **changes: Any) -> Any:
    from dataclasses import replace

    return replace(item, **changes)


def _days(written: str) -> int:
    return Age.written(written).in_days


def _limits(said: dict[str, Any]) -> model.Limits:
    try:
        return model.Limits(**said)
    except TypeError as error:
        raise BadKnowledge([f"limits.toml: {error}"]) from error
