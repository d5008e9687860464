"""One question as widgets: quick answers to press, boxes to tick, a number or a text to write.

What was answered is handed on as the interview's own value: yes, no or not_sure, an option's id, a
list of ids, or a text, a number as it was written too. The API reads and judges it; what it refuses
is said above the question.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from bedside.portal.labels import plain
from bedside.portal.paper import heading, para, sheet
from bedside.schemas.assessments import Option, Question

NOT_SURE = "not_sure"
_NONE = "none"
_MOST_BUTTONS = 11
_UNSURE = (NOT_SURE, "I'm not sure")
_YES_NO = (("yes", "Yes"), ("no", "No"), _UNSURE)
Give = Callable[[Any], None]


@dataclass(frozen=True)
class Asked:
    """A question on the screen. `give` gets the answer; `given` is the one to start from, if any.

    `turn` tells this showing of the question from every other, so that no widget keeps the state
    of an earlier one.
    """

    question: Question
    turn: str
    give: Give
    given: Any = None

    @property
    def written(self) -> str:
        """The answer to start from, as somebody would write it into a field."""
        if self.given is None or self.given == NOT_SURE:
            return ""
        return f"{self.given:g}" if isinstance(self.given, float) else str(self.given)


def ask(asked: Asked) -> None:
    """Show the question, ways to answer it, and why it is asked."""
    question, turn = asked.question, asked.turn
    hint = "Tick everything that fits." if question.kind == "many" else ""
    quiet = [para(text, class_="quiet") for text in (question.help, hint) if text]
    title = heading(2, question.text, turn=turn, class_="question")
    with st.container(key="card"):
        sheet(title, *quiet, key=f"question-{turn}")
        with st.container(key="answers"):
            _WAYS[question.kind](asked)
        with st.expander("Why we ask this", key=f"why-{turn}"):
            sheet(para(question.why), key=f"reason-{turn}")


def _yes_no(asked: Asked) -> None:
    _row(asked, _YES_NO)


def _choice(asked: Asked) -> None:
    with st.container(key="list"):
        for option in asked.question.options:
            _button(asked, option.id, option.label, "stretch")
        _button(asked, *_UNSURE, "stretch")


def _row(asked: Asked, choices: tuple[tuple[Any, str], ...]) -> None:
    with st.container(horizontal=True, key="quick"):
        for value, label in choices:
            _button(asked, value, label, "content")


def _button(asked: Asked, value: Any, label: str, width: Any) -> None:
    before = " (your answer)" if value == asked.given else ""
    name = f"{asked.turn}-{value}"
    text = plain(label + before)
    st.button(text, key=name, on_click=asked.give, args=(value,), width=width)


def _many(asked: Asked) -> None:
    question, turn = asked.question, asked.turn
    offered = [option for option in question.options if option.id != _NONE]
    none = next((option.label for option in question.options if option.id == _NONE), "")
    before = asked.given if isinstance(asked.given, list) else question.preselected
    with st.form(f"many-{turn}", border=False):
        for option in offered:
            st.checkbox(plain(option.label), option.id in before, key=_box(turn, option))
        _ends(asked, lambda: asked.give(_ticked(turn, offered)), none)


def _confirm(asked: Asked) -> None:
    """What was understood, line by line, beside the words it was heard in."""
    question, turn = asked.question, asked.turn
    before = _answered(question, asked.given)
    codes = [code for code, _ in _YES_NO]
    with st.form(f"confirm-{turn}", border=False):
        for line in question.options:
            words = question.quotes.get(line.id)
            st.radio(
                plain(f"{line.label} (you wrote: “{words}”)" if words else line.label),
                codes,
                index=codes.index(before[line.id]) if line.id in before else None,
                format_func=dict(_YES_NO).__getitem__,
                horizontal=True,
                key=_box(turn, line),
            )
        with st.container(horizontal=True, key="ends"):
            st.form_submit_button(
                "Continue",
                type="primary",
                on_click=lambda: asked.give(_confirmed(turn, question.options)),
            )


def _answered(question: Question, given: Any) -> dict[str, str]:
    """The answer that each line starts from: the one given before, or what the words say."""
    if isinstance(given, list):
        return dict(one.rsplit("=", 1) for one in given)
    return {**dict.fromkeys(question.preselected, "yes"), **dict.fromkeys(question.denied, "no")}


def _confirmed(turn: str, lines: list[Option]) -> list[str]:
    said = ((line.id, st.session_state.get(_box(turn, line))) for line in lines)
    return [f"{line}={value}" for line, value in said if value]


def _ticked(turn: str, offered: list[Option]) -> list[str]:
    return [option.id for option in offered if st.session_state.get(_box(turn, option))]


def _box(turn: str, option: Option) -> str:
    return f"{turn}-box-{option.id}"


def _number(asked: Asked) -> None:
    question, name = asked.question, f"{asked.turn}-number"
    low, high = question.min, question.max
    if low is not None and high is not None and high - low < _MOST_BUTTONS and not question.unit:
        _row(asked, (*((n, str(n)) for n in range(int(low), int(high) + 1)), _UNSURE))
        return
    label = f"Your answer, in {question.unit}" if question.unit else "Your answer"
    with st.form(f"number-{asked.turn}", border=False):
        st.text_input(plain(label), asked.written, key=name)
        _ends(asked, lambda: asked.give(st.session_state[name]))


def _text(asked: Asked) -> None:
    name = f"{asked.turn}-text"
    with st.form(f"text-{asked.turn}", border=False):
        st.text_area("Your answer", asked.written, key=name)
        _ends(asked, lambda: asked.give(st.session_state[name]))


def _ends(asked: Asked, finish: Callable[[], None], none: str = "") -> None:
    """The buttons that end a form. Pressing one sends what was filled in, so each is a way on."""
    with st.container(horizontal=True, key="ends"):
        st.form_submit_button("Continue", type="primary", on_click=finish)
        if none:
            st.form_submit_button(plain(none), on_click=asked.give, args=([],))
        st.form_submit_button(_UNSURE[1], on_click=asked.give, args=(NOT_SURE,))


_WAYS: dict[str, Callable[[Asked], None]] = {
    "yes_no": _yes_no,
    "choice": _choice,
    "many": _many,
    "confirm": _confirm,
    "number": _number,
    "text": _text,
}
