"""The conversation so far as nodes: the person's own words, each question and each answer."""

from bedside.portal import words
from bedside.portal.paper import Node, act, bullets, div, heading, node, para
from bedside.schemas.assessments import AnsweredQuestion, Assessment

CHANGE = "change:"
_LATEST = 3


def conversation(view: Assessment) -> list[Node]:
    """Everything said, the latest in sight and the rest one press away."""
    told = _exchange("You wrote", view.complaint or "")
    turns = [told, *(_turn(one) for one in view.answers)]
    earlier, latest = turns[:-_LATEST], turns[-_LATEST:]
    nodes: list[Node] = [heading(1, "Your assessment"), *_dropped(view)]
    if earlier:
        title = f"Earlier in this conversation ({words.count(len(earlier), 'message')})"
        nodes.append(node("details", node("summary", title), *earlier))
    return [*nodes, div(*latest, class_="conversation")]


def _turn(said: AnsweredQuestion) -> Node:
    if said.question is None:
        return _exchange(said.text, said.label)
    change = act(
        "Change",
        CHANGE + said.question_id,
        class_="change",
        aria_label=f"Change the answer to: {said.text}",
    )
    return _exchange(said.text, said.label, change)


def _exchange(asked: str, said: str, *more: Node) -> Node:
    answer = div(para(said, class_="said"), *more, class_="answer")
    return div(para(asked, class_="asked"), answer, class_="exchange")


def _dropped(view: Assessment) -> list[Node]:
    """Say which answers are not used any more."""
    if not view.dropped:
        return []
    lost = bullets(f"{one.text} {one.label}" for one in view.dropped)
    lead = para("These answers are not used any more, because their questions no longer follow:")
    return [div(lead, lost, class_="note")]
