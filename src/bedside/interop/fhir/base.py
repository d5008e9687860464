"""The shape of FHIR R4 JSON: the data types that Bedside's resources are made of.

Small models of our own with what Bedside says and no more. Python's names become FHIR's
(`birth_date` is `birthDate`), what is empty is left out, as FHIR asks, and what a caller sends
that is not modelled is refused: nothing is dropped in silence.
Source: HL7 FHIR R4 (4.0.1), https://hl7.org/fhir/R4/datatypes.html
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    SerializerFunctionWrapHandler,
    TypeAdapter,
    model_serializer,
)
from pydantic.alias_generators import to_camel

_EMPTY: tuple[Any, ...] = (None, [], {}, "")


def _name_in_fhir(name: str) -> str:
    """`birth_date` is `birthDate`, and `class_`, a word of Python's, is `class`."""
    return to_camel(name.rstrip("_"))


class FhirModel(BaseModel):
    """Anything in FHIR's JSON."""

    model_config = ConfigDict(
        alias_generator=_name_in_fhir, validate_by_name=True, validate_by_alias=True, extra="forbid"
    )

    @model_serializer(mode="wrap")
    def _without_what_is_empty(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        said: dict[str, Any] = write(self)
        return {name: value for name, value in said.items() if value not in _EMPTY}

    def to_json(self) -> dict[str, Any]:
        """Return it as FHIR writes it."""
        return self.model_dump(mode="json", by_alias=True)


class Coding(FhirModel):
    """A code of a code system; see `systems`."""

    system: str | None = None
    version: str | None = None
    code: str | None = None
    display: str | None = None


class Extension(FhirModel):
    """What FHIR has no element for; `url` says what it is."""

    url: str
    value_string: str | None = None
    value_code: str | None = None
    value_boolean: bool | None = None
    value_date_time: datetime | None = None
    value_coding: Coding | None = None
    value_codeable_concept: "CodeableConcept | None" = None
    value_reference: "Reference | None" = None
    value_period: "Period | None" = None


class CodeableConcept(FhirModel):
    """A thing by its codes, and in words."""

    extension: list[Extension] = []
    coding: list[Coding] = []
    text: str | None = None


class Identifier(FhirModel):
    """A number or name by which others know a thing."""

    use: str | None = None
    system: str | None = None
    value: str | None = None


class Reference(FhirModel):
    """Another resource, such as Patient/<id>, and what it is called."""

    reference: str | None = None
    type: str | None = None
    identifier: Identifier | None = None
    display: str | None = None


def _moment(said: object) -> object:
    """A text with a time is that moment; a day, a month or a year stays as it was written."""
    if isinstance(said, str) and "T" in said:
        return _MOMENT.validate_python(said)
    return said


_MOMENT: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)
DayOrMoment = Annotated[str | datetime, BeforeValidator(_moment)]


class Period(FhirModel):
    """From when until when; a day, a month, a year or a moment."""

    start: DayOrMoment | None = None
    end: DayOrMoment | None = None


class Quantity(FhirModel):
    """A number with its unit (UCUM)."""

    value: float | int | None = None
    comparator: str | None = None
    unit: str | None = None
    system: str | None = None
    code: str | None = None


class Annotation(FhirModel):
    """Words that somebody added."""

    text: str


class HumanName(FhirModel):
    """What somebody is called, in one text: nobody's name is cut into first and last."""

    use: str | None = None
    text: str | None = None


class ContactPoint(FhirModel):
    """How to reach somebody."""

    system: str | None = None
    value: str | None = None
    use: str | None = None


class Address(FhirModel):
    """Where something is."""

    use: str | None = None
    text: str | None = None
    line: list[str] = []
    city: str | None = None
    country: str | None = None


class Meta(FhirModel):
    """Which version of a resource this is, since when it is so, and how it is set apart."""

    version_id: str | None = None
    last_updated: datetime | None = None
    tag: list[Coding] = []


class Resource(FhirModel):
    """Anything with an address of its own."""

    resource_type: str
    id: str | None = None
    meta: Meta | None = None

    @property
    def etag(self) -> str | None:
        return self.meta.version_id if self.meta else None

    @property
    def changed_at(self) -> datetime | None:
        return self.meta.last_updated if self.meta else None


def refer(kind: str, identifier: object, display: str | None = None) -> Reference:
    """Return a reference to a resource of this server."""
    return Reference(reference=f"{kind}/{identifier}", display=display or None)


def concept(text: str | None = None, *codings: Coding) -> CodeableConcept:
    """Return a concept of these codes and words."""
    return CodeableConcept(coding=list(codings), text=text or None)


def walk(value: object) -> Iterator[FhirModel]:
    """Yield a model and every model inside of it."""
    if isinstance(value, FhirModel):
        yield value
        for name in type(value).model_fields:
            yield from walk(getattr(value, name))
    elif isinstance(value, list):
        for one in value:
            yield from walk(one)


def meta(version: int | None = None, changed_at: datetime | None = None) -> Meta:
    """Return the meta of a version."""
    return Meta(version_id=None if version is None else str(version), last_updated=changed_at)
