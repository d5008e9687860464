"""Those who work at the facilities. Their names, and nothing of their accounts."""

from collections.abc import Collection
from typing import Literal
from uuid import UUID

from bedside import clinic
from bedside.clinic.practitioners import PractitionerView
from bedside.interop.fhir.asking import Asker, uuid_of, uuids_of
from bedside.interop.fhir.base import HumanName, Resource
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.params import Param, token
from bedside.interop.fhir.searching import Place, Query, Row, Rows


class Practitioner(Resource):
    """Somebody who works, worked or will work at a facility."""

    resource_type: Literal["Practitioner"] = "Practitioner"
    active: bool
    name: list[HumanName] = []


def to_fhir(view: PractitionerView) -> Practitioner:
    """Return a practitioner; without a name when it does not open."""
    name = [HumanName(use="official", text=view.name)] if view.name else []
    return Practitioner(id=str(view.id), active=view.active, name=name)


def _read(asker: Asker, identifier: str) -> Practitioner:
    return to_fhir(clinic.practitioners.read(uuid_of(identifier), by=asker.by))


def _together(asker: Asker, ids: Collection[str]) -> list[Practitioner]:
    among = uuids_of(ids)
    return [to_fhir(one) for one in clinic.practitioners.read_all(among=among, by=asker.by)]


def _rows(query: Query, after: Place | None, limit: int) -> Rows:
    begin = UUID(after[0]) if after else None
    page = clinic.practitioners.read_all(after=begin, limit=query.rows(limit), by=query.asker.by)
    rows = [Row([str(one.id)], [to_fhir(one)]) for one in page]
    return Rows(rows, rows[-1].place if page.more else None)


def _words(one: Practitioner) -> list[str]:
    """The name from each of its words on, so that it is found by any of them."""
    words = [name.text.split() for name in one.name if name.text]
    return [" ".join(name[at:]) for name in words for at in range(len(name))]


PRACTITIONER = Kind(
    name="Practitioner",
    about="Those who work at the facilities in the caller's reach",
    reads="practitioner.read",
    read=_read,
    lists=[_rows],
    params=[
        Param("name", "string", "How a word of the name begins", _words),
        token("active", "Whether the account is open", lambda one: [one.active]),
    ],
    together=_together,
    versioned=False,
    dated=False,
)
