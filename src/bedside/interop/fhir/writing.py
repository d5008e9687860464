"""From FHIR back to what the rooms take: nothing of what is sent is dropped in silence.

What is not modelled here, or cannot be said by whoever writes (who recorded it, when), is refused
by its name; `id`, `meta` and the narrative, which repeats the rest, are passed over as FHIR asks.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NoReturn, TypeVar
from uuid import UUID

from pydantic import ValidationError

from bedside.audit import Actor
from bedside.clinic.entries.views import EntryView
from bedside.clinic.partial_dates import PartialDate
from bedside.errors import Conflict, Invalid, Stale
from bedside.interop.fhir.asking import uuids_of
from bedside.interop.fhir.base import CodeableConcept, Extension, Reference, Resource
from bedside.interop.fhir.systems import OURS

R = TypeVar("R", bound=Resource)
_PASSED_OVER = ("id", "meta", "text", "implicitRules", "language")
_ALWAYS = frozenset({"resource_type", "id", "meta"})


def parsed(model: type[R], said: Mapping[str, Any], keeps: Collection[str], **unsaid: Any) -> R:
    """Return what was sent of a resource, whose fields `keeps` are taken from it.

    `unsaid` stands for what FHIR needs and only the server knows. Raises Invalid by field.
    """
    kept = {name: value for name, value in said.items() if name not in _PASSED_OVER}
    try:
        found = model.model_validate({**unsaid, **kept})
    except ValidationError as error:
        raise Invalid(fields=dict(map(_problem, error.errors()[:20]))) from None
    own = {_name(model, name) for name in unsaid.keys() - kept.keys()}
    bad = {
        name
        for name in set(type(found).model_fields) - _ALWAYS - set(keeps) - own
        if _is_said(found, name)
    }
    if bad:
        _refuse(model, bad)
    return found


def must_stay(now: Resource, wanted: Resource, may_change: Collection[str], version: int) -> None:
    """Raise Invalid for what differs and cannot be changed; what is left out stays as it is.

    Of what was read at another version nobody knows who changed it: Stale.
    """
    bad = {
        name
        for name in set(type(now).model_fields) - _ALWAYS - set(may_change)
        if _is_said(wanted, name) and getattr(now, name) != getattr(wanted, name)
    }
    if bad and now.etag != str(version):
        raise Stale
    if bad:
        _refuse(type(now), bad)


def said(model: type[R], body: Mapping[str, Any], **unsaid: Any) -> R:
    """Return what was sent of a resource that is there; `must_stay` looks at the rest."""
    return parsed(model, body, model.model_fields, **unsaid)


def _is_said(resource: Resource, name: str) -> bool:
    default = type(resource).model_fields[name].get_default()
    return getattr(resource, name) not in (None, [], default)


def _refuse(model: type[Resource], names: Collection[str]) -> NoReturn:
    fields = model.model_fields
    raise Invalid(
        fields={f"body.{fields[name].alias or name}": "This cannot be said here." for name in names}
    )


def _name(model: type[Resource], said_as: str) -> str:
    """The field that a name of FHIR's or of Python's means."""
    aliases = {field.alias: name for name, field in model.model_fields.items()}
    return aliases.get(said_as, said_as)


def _problem(error: Any) -> tuple[str, str]:
    """The place of a bad field, without a caller's own words, and one sentence."""
    place = [str(part) for part in error["loc"]]
    if error["type"] == "extra_forbidden":
        return ".".join(("body", *place[:-1])), "There is an element here that is not kept."
    sentence = "This is needed." if error["type"] == "missing" else "This is not in the right form."
    return ".".join(("body", *place)), sentence


def words_of(concept: CodeableConcept | None, field: str) -> str:
    """Return what a concept says in words. Raises Invalid for codes, which would be lost."""
    if concept is None:
        return ""
    if concept.coding:
        raise Invalid(fields={f"body.{field}": "This is kept in words: send its text alone."})
    return concept.text or ""


def code_of(concept: CodeableConcept | None, system: str) -> str | None:
    """Return a concept's code of a system, if it has one."""
    codings = concept.coding if concept else []
    return next((one.code for one in codings if one.system == system), None)


def day_of(text: str | datetime | None, field: str) -> PartialDate | None:
    """Return the day, month or year that was sent; of a moment its day. Raises Invalid."""
    if text is None:
        return None
    written = text.date().isoformat() if isinstance(text, datetime) else text.partition("T")[0]
    try:
        return PartialDate.parse(written)
    except ValueError:
        raise Invalid(fields={f"body.{field}": "Write a day, a month or a year."}) from None


def id_of(reference: Reference | None, kind: str, field: str) -> UUID:
    """Return the id of a resource of this server that is referred to. Raises Invalid."""
    found = maybe_id_of(reference, kind, field)
    if found is None:
        raise Invalid(fields={f"body.{field}": f"Say which {kind}."})
    return found


def maybe_id_of(reference: Reference | None, kind: str, field: str) -> UUID | None:
    """Return the id of what is referred to, None for nothing. Raises Invalid."""
    if reference is None:
        return None
    named, _, identifier = (reference.reference or "").partition("/")
    found = uuids_of([identifier]) if named == kind else []
    if not found:
        raise Invalid(fields={f"body.{field}": f"This refers to a {kind} of this server."})
    return found[0]


def own_texts(extensions: Sequence[Extension], *names: str) -> dict[str, str]:
    """Return the texts of Bedside's own extensions by name; others are refused."""
    urls = {OURS + name: name.replace("-", "_") for name in names}
    unknown = [one for one in extensions if one.url not in urls]
    if unknown:
        raise Invalid(fields={"body.extension": "There is an extension here that is not kept."})
    return {urls[one.url]: one.value_string or "" for one in extensions}


def own_codes(extensions: Sequence[Extension], *names: str) -> dict[str, str]:
    """Return the codes of Bedside's own extensions by name; others are refused."""
    own_texts(extensions, *names)
    return {one.url.removeprefix(OURS): one.value_code for one in extensions if one.value_code}


def alone(items: Sequence[Any], field: str) -> Any:
    """Return the one item of a list, None of an empty one. Raises Invalid for more."""
    if len(items) > 1:
        raise Invalid(fields={f"body.{field}": "Only one is kept."})
    return items[0] if items else None


def turn(
    acts: Any,
    view: EntryView[Any],
    state: str,
    words: Mapping[str, Any],
    *,
    version: int,
    by: Actor,
) -> EntryView[Any]:
    """Let an entry that begins and ends become what was sent: one act, the one that leads there.

    Raises Conflict when both the state and the words are other than they were, and what the act
    raises.
    """
    now = {name: getattr(view.body, name) for name in words}
    ends = {"until": words.get("until"), "why": words.get("why_ended", "")}
    same = {name for name in words if now[name] == words[name]}
    how: dict[str, Any] = {"version": version, "by": by}
    if state == view.state:
        turned = acts.change(view.patient_id, view.id, words, **how)
    elif set(words) - same - {"until", "why_ended"}:
        raise Conflict("Say first what is different, and then, as a second change, that it ended.")
    elif state == "ended":
        turned = acts.end(view.patient_id, view.id, **ends, **how)
    elif state == "entered-in-error":
        turned = acts.mark_as_error(view.patient_id, view.id, **how)
    else:
        turned = acts.reinstate(view.patient_id, view.id, **how)
    found: EntryView[Any] = turned
    return found
