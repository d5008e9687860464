"""What the engine and the vault cost by themselves, in processor time of this process."""

import os
import time
import uuid
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bedside.assessment import Age, Knowledge, Opening, Question, advance, begin
from bedside.vault.aead import Cipher
from bedside.vault.context import Context

COMPLAINTS = (
    "I've had a pounding headache for three days, 8 out of 10, light hurts",
    "runny nose and a sore throat since yesterday",
    "my stomach hurts and I have been sick twice",
    "burning when I pee and going all the time",
    "my lower back hurts after lifting a box",
)
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Engine:
    """Milliseconds of the engine's turns (opening included) and of whole interviews."""

    mean: float
    worst: float
    interview: float


def engine(knowledge: Knowledge) -> Engine:
    """Hold whole interviews, each twice, after a first one that arranges what is arranged once.

    The better of the two counts for each turn: the worst turn is a property of the engine, and not
    of what else the machine did in that instant.
    """
    _interview(knowledge, "a sore throat since this morning")
    pairs = [(_interview(knowledge, text), _interview(knowledge, text)) for text in COMPLAINTS]
    turns = [min(both) for one, two in pairs for both in zip(one, two, strict=True)]
    whole = [min(sum(one), sum(two)) for one, two in pairs]
    return Engine(sum(turns) / len(turns), max(turns), max(whole))


def _interview(knowledge: Knowledge, text: str) -> list[float]:
    turns = []
    before = time.process_time()
    interview = begin(knowledge, Opening(text=text, age=Age.years(34), sex="female"))
    turns.append(1000 * (time.process_time() - before))
    for _ in range(LONGEST):
        if not isinstance(interview.step, Question):
            break
        given = _answer(interview.step)
        before = time.process_time()
        interview = advance(knowledge, interview, given)
        turns.append(1000 * (time.process_time() - before))
    return turns


def _answer(question: Question) -> object:
    if question.kind == "confirm":
        return question.proposed
    if question.kind == "many":
        return list(question.preselected) or ["none"]
    if question.kind == "choice":
        return question.options[-1].id
    return {"yes_no": "no", "number": question.minimum or 3, "text": "-"}[question.kind]


def opening() -> tuple[float, float]:
    """Return microseconds to open a 2 KB document: through the vault's cipher, and bare."""
    key, iv, text = os.urandom(32), os.urandom(12), os.urandom(2048)
    ids = [uuid.uuid4() for _ in range(3)]
    context = Context(ids[0], "assessment", ids[1], ids[2], 1, 1)
    cipher, bare = Cipher(1, key), AESGCM(key)
    sealed, place = cipher.seal(text, context), context.encode()
    plain = bare.encrypt(iv, text, place)
    return (
        _microseconds(lambda: cipher.open(sealed, context)),
        _microseconds(lambda: bare.decrypt(iv, plain, place)),
    )


def _microseconds(call: object, times: int = 20_000) -> float:
    assert callable(call)
    best = float("inf")
    for _ in range(5):
        before = time.process_time()
        for _ in range(times // 5):
            call()
        best = min(best, time.process_time() - before)
    return best / (times // 5) * 1e6
