"""The way out of a private screen of the portal."""

from pathlib import Path

from bedside.portal import paper
from bedside.portal.patient.leaving import has_private, way_out
from bedside.schemas.assessments import AnsweredQuestion, Assessment, Question


def question(*, private: bool) -> Question:
    return Question.model_validate(
        {
            "type": "question", "id": "hiv", "kind": "yes_no", "text": "Do you live with HIV?",
            "why": "", "options": [], "min": None, "max": None, "unit": "", "part": "background",
            "help": "", "preselected": [], "private": private,
        }
    )  # fmt: skip


def view(now: bool, before: bool) -> Assessment:
    answered = AnsweredQuestion(
        question_id="hiv", text="", answer="no", label="No", question=question(private=before)
    )
    return Assessment.model_construct(step=question(private=now), answers=[answered], dropped=[])


def test_it_is_there_while_something_private_is_asked_or_shown() -> None:
    assert has_private(view(now=True, before=False))
    assert has_private(view(now=False, before=True))
    assert not has_private(view(now=False, before=False))


def test_it_is_there_while_a_private_answer_stands_among_those_not_used_any_more() -> None:
    lost = view(now=False, before=True).answers
    assert has_private(view(now=False, before=False).model_copy(update={"dropped": lost}))


def test_it_leads_to_the_page_that_gives_nothing_away() -> None:
    row = way_out()
    assert isinstance(row, dict)
    (out,) = row["content"]  # type: ignore[misc]
    assert (out["tag"], out["href"], out["data-leave"]) == ("a", "/leave", "now")


def test_the_script_takes_its_place_in_the_history() -> None:
    script = Path(paper.__file__).with_name("paper.js").read_text()
    assert "data-leave" in script
    assert "location.replace(link.href)" in script
