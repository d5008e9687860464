"""What the engine and the vault cost by themselves, in processor time of this process."""

import os
import time
import uuid

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bedside.assessment import Age, Opening, advance, begin, load, make_ready
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


def engine_turn() -> tuple[float, float]:
    """Return the mean and the worst milliseconds of a turn over whole interviews."""
    knowledge = make_ready(load())
    turns: list[float] = []
    for text in COMPLAINTS * 4:
        interview = begin(knowledge, Opening(text=text, age=Age.years(34), sex="female"))
        for _ in range(LONGEST):
            step = interview.step.to_data()
            if step["type"] == "result":
                break
            before = time.process_time()
            interview = advance(knowledge, interview, _answer(step))
            turns.append(1000 * (time.process_time() - before))
    return sum(turns) / len(turns), max(turns)


def _answer(step: dict) -> object:
    if step["kind"] == "many":
        return step.get("preselected") or ["none"]
    if step["kind"] == "choice":
        return step["options"][-1]["id"]
    return {"yes_no": "no", "number": step.get("min") or 3, "text": "-"}[step["kind"]]


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
