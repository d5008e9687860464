"""The same request sent twice has one effect: Idempotency-Key, on the mechanism of the accounts.

A key belongs to who sent it. Of a newcomer only the address is known, which at least keeps a key
that two programs happen to share from sharing an answer. The cookie of their new draft is given
again only to whoever sent a `device` cookie, a random one of the browser's own, and sends the same
with the repeat (`accounts.repeats` says why). Without one a repeat is told that it was done.
"""

import hashlib
import json
from collections.abc import Callable
from uuid import UUID

from starlette.responses import Response

from bedside.accounts import proofs, repeats
from bedside.accounts.repeats import Answer, Asked, Repeat
from bedside.api.call import SAFE, Call
from bedside.errors import AlreadyDone


def once(call: Call, answer: Callable[[], Response]) -> Response:
    """Return `answer()`, or what it was when the same request came before.

    Raises Invalid when the key was used for another request, and AlreadyDone.
    """
    key = None if call.request.method in SAFE else call.repeat_key
    if key is None:
        return answer()
    secret = call.device if proofs.looks_like_one(call.device) else ""
    asked = Asked(_name(call, key), _fingerprint(call), secret)
    return repeats.once(asked, answer, by=call.by, write=_written, read=_read)


def _written(given: Response) -> Answer:
    """Return an answer as it is kept, the cookies that prove something apart from the rest."""
    lines = [(name.decode(), text.decode()) for name, text in given.raw_headers]
    proving = [line for line in lines if _proves(*line)]
    return Answer(
        given.status_code,
        tuple(line for line in lines if line not in proving),
        bytes(given.body).decode(),
        tuple(text for _, text in proving),
    )


def _proves(name: str, text: str) -> bool:
    """Whether a header is a cookie that hands something out; taking one back is no secret."""
    return name == "set-cookie" and "max-age=0" not in text.lower().replace(" ", "")


def _read(repeat: Repeat) -> Response:
    if repeat.held_back:
        raise AlreadyDone(
            "This was already done. Its answer held a cookie, which is given again only to whoever "
            "sent a device cookie and sends it again. Begin anew with another key."
        )
    answer = repeat.answer
    given = Response(answer.body, answer.status)
    lines = [*answer.headers, *(("set-cookie", cookie) for cookie in answer.cookies)]
    given.raw_headers = [(name.encode(), text.encode()) for name, text in lines]
    return given


def _name(call: Call, key: UUID) -> str:
    nobody = call.by.user is None and call.by.patient is None
    owner = [call.by.role, str(call.by.user), str(call.by.patient), call.address if nobody else ""]
    return hashlib.sha256(json.dumps([*owner, str(key)]).encode()).hexdigest()


def _fingerprint(call: Call) -> str:
    url = call.request.url
    said = json.dumps([call.request.method, url.path, url.query, _version(call)]).encode()
    return hashlib.sha256(said + b"\0" + call.body).hexdigest()


def _version(call: Call) -> str:
    return call.request.headers.get("if-match", "")
