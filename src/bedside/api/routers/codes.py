"""Codes of ICD-10-CM. What is looked for may tell about a patient: it comes in a body."""

from fastapi import APIRouter

from bedside import clinic, codes
from bedside.api import described
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.schemas.codes import Code, CodeHit, CodeHits, CodeLookup, CodeSearch, PlaceOfCode

router = APIRouter(prefix="/api/codes", tags=["codes"], route_class=BedsideRoute)


@router.post("/search", summary="Find codes of ICD-10-CM")
@needs("code.search", repeatable=False)
def search_codes(call: Current, body: CodeSearch) -> CodeHits:
    """Return the codes that a text may mean, the likeliest first: by code, words in any order,
    what people call it, with misspellings. Nothing is kept of what was asked."""
    held = codes.release()
    hits = clinic.search_codes(
        body.text, by=call.by, limit=body.limit, prefer=body.prefer, codable=body.codable
    )
    return CodeHits(
        items=[
            CodeHit(
                code=hit.code,
                display=hit.display,
                billable=hit.billable,
                retired_after=hit.retired_after,
                said=hit.said,
            )
            for hit in hits
        ],
        system=held.system,
        release=held.release,
    )


@router.post("/lookup", summary="Read a code of ICD-10-CM", responses=described.also(404))
@needs("code.search", repeatable=False)
def look_up_code(call: Current, body: CodeLookup) -> Code:
    """Return one code with its category, block and chapter; a retired one says so."""
    found, held = clinic.read_code(body.code, by=call.by), codes.release()
    return Code(
        code=found.code,
        display=found.display,
        billable=found.billable,
        retired_after=found.retired_after,
        category=_place(found.category),
        block=_place(found.block),
        chapter=_place(found.chapter),
        terms=list(found.terms),
        system=held.system,
        release=held.release,
    )


def _place(said: tuple[str, str]) -> PlaceOfCode:
    code, display = said
    return PlaceOfCode(code=code, display=display)
