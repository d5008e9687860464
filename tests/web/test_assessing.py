"""The interview on plain pages, from the first words to the clinic, by clicking like a patient."""

import re
from uuid import UUID

import pytest
from django.utils import timezone

from bedside import intake, vault
from bedside.assessment import Question
from bedside.cli.sampledata.answering import Story, answer
from bedside.clinic.models import Facility, Patient
from bedside.intake.models import Assessment, DraftHolder
from bedside.vault.models import DataKey
from tests.intake.talking import COLD, HEART, begin, finish, send, turn
from tests.people import Person
from tests.web.browsing import Page, Visitor, as_fields

ABOUT = {"about.speaker": "self", "speaker": "self", "age": 34, "sex": "female"}


def starts(visitor: Visitor, story: Story = COLD) -> str:
    """Write what is wrong; return the assessment's path."""
    form = visitor.get("/assess/").form("text")
    visitor.send("/assess/", form, text=story.text)
    assert visitor.status == 303, visitor.html
    return visitor.location


def present(path: str) -> Question:
    """Return the question being asked, as the record has it."""
    row = Assessment.objects.get(id=path.split("/")[2])
    step = intake.read(row.id, by=_holder(row)).step
    assert isinstance(step, Question)
    return step


def _holder(row: Assessment) -> object:
    from bedside.accounts.models import User
    from bedside.audit import Actor

    user = User.objects.filter(patient=row.patient_id).first()
    return Actor(
        role="patient" if user else "anonymous",
        user=user.id if user else None,
        patient=row.patient_id,
    )


def answers(visitor: Visitor, path: str, story: Story) -> Page:
    """Answer the question on the page as the story's person would."""
    page = visitor.get(path)
    step = present(path)
    told = ABOUT.get(step.id)
    given = told if told is not None else answer(step, story)
    return visitor.send(path, page.form("question"), **as_fields(given))


def talks(visitor: Visitor, path: str, story: Story) -> None:
    """Answer until the pages lead on."""
    for _ in range(80):
        visitor.get(path)
        if visitor.status == 303:
            return
        answers(visitor, path, story)
        assert visitor.status == 303, visitor.html
    raise AssertionError("the interview did not end")


def test_a_patient_is_interviewed_checks_and_sends(visitor: Visitor, asha: Person) -> None:
    visitor.signs_in(asha)
    path = starts(visitor)
    talks(visitor, path, COLD)
    assert visitor.location == f"{path}/check"
    page = visitor.follow()
    assert COLD.text in page.text
    assert sum("/change/" in link for link in page.links) >= 3
    visitor.send(f"{path}/check", page.form_to(f"{path}/send"))
    assert visitor.location == f"{path}/result"
    page = visitor.follow()
    for heading in ("What to do", "By when", "Why", "What would change this", "If it is not"):
        assert heading in page.text
    assert Assessment.objects.get().state == "submitted"
    assert COLD.text[:40] in visitor.get("/home").text


def test_a_complaint_that_is_too_long_stays_in_its_field(visitor: Visitor) -> None:
    form = visitor.get("/assess/").form("text")
    told = "It hurts.\r\n" * 401
    page = visitor.send("/assess/", form, text=told)
    assert visitor.status == 422
    assert "Write at most 4,000 letters. Now there are 4009." in page.text
    assert visitor.html.count("It hurts.") == 401
    visitor.send("/assess/", page.form("text"), text=told[:-11])
    assert visitor.status == 303


def test_each_question_is_one_labelled_page(visitor: Visitor, asha: Person) -> None:
    visitor.signs_in(asha)
    path = starts(visitor)
    seen = set()
    for _ in range(12):
        page = visitor.get(path)
        if visitor.status == 303:
            break
        seen.add(present(path).kind)
        assert page.lang == "en" and page.headings[0] == 1 and page.headings.count(1) == 1
        assert page.title.startswith("Question ")
        for control in page.controls:
            if control["tag"] != "button" and control.get("type") != "hidden":
                assert control["id"] in page.labels_for
        answers(visitor, path, COLD)
    assert len(seen) >= 3


def test_no_answer_is_an_error_that_says_what_to_do(visitor: Visitor, asha: Person) -> None:
    visitor.signs_in(asha)
    path = starts(visitor)
    form = visitor.get(path).form("question")
    form.fields.pop("answer", None)
    page = visitor.send(path, form)
    assert visitor.status == 422
    assert page.title.startswith("Error: Question")
    assert "There is a problem" in page.text
    links = [link for link in page.links if link.startswith("#id_")]
    assert links and all(link[1:] in page.ids for link in links)


def test_a_number_is_understood_as_people_write_it_or_asked_back(visitor: Visitor) -> None:
    path = starts(visitor)
    while present(path).id != "about.age":
        answers(visitor, path, COLD)
    page = visitor.send(path, visitor.get(path).form("question"), answer="very old")
    assert visitor.status == 422 and "Write it as a number, in years." in page.text
    assert page.form("question").fields["answer"] == ["very old"]
    visitor.send(path, page.form("question"), answer="٣٤ years old")
    assert visitor.status == 303
    row = Assessment.objects.get(id=path.split("/")[2])
    assert intake.read(row.id, by=_holder(row)).answers[-1].answer == 34


def test_an_answer_can_be_unknown(visitor: Visitor, asha: Person) -> None:
    visitor.signs_in(asha)
    path = starts(visitor)
    page = visitor.get(path)
    visitor.send(path, page.form("question"), unsure="1")
    assert visitor.status == 303


def test_back_asks_the_question_before_again(visitor: Visitor, asha: Person) -> None:
    visitor.signs_in(asha)
    path = starts(visitor)
    first = present(path).id
    answers(visitor, path, COLD)
    assert present(path).id != first
    page = visitor.get(path)
    visitor.send(path, page.form_to(f"{path}/back"))
    assert visitor.location == path and present(path).id == first


def test_a_changed_answer_is_shown_and_saved(visitor: Visitor, asha: Person) -> None:
    visitor.signs_in(asha)
    view = begin(COLD, asha.actor)
    while not any(one.question.kind == "number" for one in view.answers):
        view = turn(view, COLD, asha.actor)
    given = next(one for one in view.answers if one.question.kind == "number")
    path = f"/assess/{view.id}/change/{view.answers.index(given) + 1}"
    assert path in visitor.get(f"/assess/{view.id}/check").links
    page = visitor.get(path)
    form = page.form("question")
    assert float(form.fields["answer"][0]) == given.answer
    least, most = given.question.minimum, given.question.maximum
    other = most if given.answer == least else least
    visitor.send(path, form, answer=f"{other:g}")
    assert visitor.status == 303
    again = intake.read(view.id, by=asha.actor)
    assert next(a for a in again.answers if a.question_id == given.question_id).answer == other
    assert again.corrections


def test_two_windows_do_not_overwrite_each_other(visitor: Visitor, asha: Person) -> None:
    visitor.signs_in(asha)
    path = starts(visitor)
    here, there = (visitor.get(path).form("question") for _ in range(2))
    given = as_fields(answer(present(path), COLD))
    visitor.send(path, here, **given)
    page = visitor.send(path, there, **given)
    assert visitor.status == 412
    assert "continued in another window" in page.text
    assert page.form("question").fields["question"] == [present(path).id]


def test_what_was_typed_stays_when_only_the_version_is_old(visitor: Visitor, asha: Person) -> None:
    visitor.signs_in(asha)
    path = starts(visitor)
    old = visitor.get(path).form("question")
    given = as_fields(answer(present(path), COLD))
    answers(visitor, path, COLD)
    visitor.send(path, visitor.get(path).form_to(f"{path}/back"))
    page = visitor.send(path, old, **given)
    assert visitor.status == 412
    chosen = page.form("question").fields["answer"]
    assert chosen == (
        given["answer"] if isinstance(given["answer"], list) else [str(given["answer"])]
    )


def test_an_answer_after_an_old_way_back_is_an_answer(visitor: Visitor, asha: Person) -> None:
    """Its page is the answer to "back" of another window, and leads on to the question's own."""
    visitor.signs_in(asha)
    path = starts(visitor)
    answers(visitor, path, COLD)
    back = visitor.get(path).form_to(f"{path}/back")
    answers(visitor, path, COLD)
    page = visitor.send(path, back)
    assert visitor.status == 412 and page.form("question").action == path
    given = len(intake.read(UUID(path.rpartition("/")[2]), by=asha.actor).answers)
    visitor.send(f"{path}/back", page.form("question"), **as_fields(answer(present(path), COLD)))
    assert (visitor.status, visitor.location) == (303, path)
    assert len(intake.read(UUID(path.rpartition("/")[2]), by=asha.actor).answers) == given + 1


def test_an_emergency_interrupts_and_can_still_be_sent(visitor: Visitor, asha: Person) -> None:
    visitor.signs_in(asha)
    path = starts(visitor, HEART)
    talks(visitor, path, HEART)
    assert visitor.location == f"{path}/result"
    page = visitor.follow()
    main = visitor.html[visitor.html.index("<main") :]
    assert main.index('role="alert"') < main.index("<h1>")
    assert "This may be an emergency" in page.text and "tel:112" in page.links
    assert "{emergency_number}" not in visitor.html
    page = visitor.get(f"{path}/check")
    assert "This may be an emergency" in page.text
    visitor.send(f"{path}/check", page.form_to(f"{path}/send"))
    assert visitor.location == f"{path}/result"
    assert Assessment.objects.get().triage == "emergency"


def test_somebody_without_an_account_starts_registers_and_sends(
    visitor: Visitor, harbour: Facility
) -> None:
    path = starts(visitor)
    cookie = visitor.response.cookies["draft"]
    assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "Lax"
    talks(visitor, path, COLD)
    page = visitor.get(f"{path}/check")
    registering = f"/register?next={path}/check"
    assert registering in page.links and not any(f.action.endswith("/send") for f in page.forms)
    page = visitor.get(registering)
    assert "stays yours" in page.text
    fields = {
        "name": "Mira Holm",
        "birth_date": "1984-06-09",
        "sex": "female",
        "email": "mira@example.org",
        "phone": "07700 900123",
        "password": "eleven quiet herons at dusk",
        "facility": str(harbour.id),
    }
    visitor.send(registering, page.form("password"), **fields)
    assert visitor.location == f"{path}/check"
    assert visitor.response.cookies["draft"].value == ""
    page = visitor.follow()
    visitor.send(f"{path}/check", page.form_to(f"{path}/send"))
    assert Assessment.objects.get().state == "submitted"
    assert Patient.objects.get().state == "registered"


def test_a_draft_comes_along_when_its_owner_signs_in(visitor: Visitor, asha: Person) -> None:
    path = starts(visitor)
    answers(visitor, path, COLD)
    visitor.signs_in(asha, f"{path}/check")
    assert visitor.location == f"{path}/check"
    page = visitor.follow()
    assert visitor.status == 200 and COLD.text in page.text
    assert Assessment.objects.get().patient_id == asha.patient
    assert not DraftHolder.objects.exists()


def test_a_closed_browser_resumes_where_it_was(visitor: Visitor, asha: Person) -> None:
    visitor.signs_in(asha)
    path = starts(visitor)
    answers(visitor, path, COLD)
    question = present(path).text
    page = Visitor().signs_in(asha).get("/home")
    assert path in page.links
    again = Visitor().signs_in(asha)
    assert str(question) in again.get(path).text.replace("&#x27;", "'")


def test_nobody_reads_somebody_elses_assessment(asha: Person, ravi: Person) -> None:
    view = begin(COLD, asha.actor)
    other = Visitor().signs_in(ravi)
    bodies = []
    for assessment in (view.id, UUID(int=view.id.int ^ 1)):
        for path in (f"/assess/{assessment}", f"/assess/{assessment}/check"):
            page = other.get(path)
            assert other.status == 404
            bodies.append(page.text)
    assert len(set(bodies)) == 1
    stranger = Visitor()
    stranger.get(f"/assess/{view.id}")
    assert stranger.location == f"/sign-in?next=/assess/{view.id}"


def test_what_a_patient_writes_is_only_ever_text(visitor: Visitor, asha: Person) -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=alert(2)> {{7*7}} headache </textarea>"
    visitor.signs_in(asha)
    path = starts(visitor, Story(text=nasty, ages=(18, 90), yes=frozenset(), say={}))
    visitor.get(f"{path}/check")
    assert "<script>alert" not in visitor.html and "<img src=x" not in visitor.html
    assert "&lt;script&gt;alert(1)" in visitor.html and "{{7*7}}" in visitor.html


def test_a_draft_can_be_deleted(visitor: Visitor, asha: Person) -> None:
    visitor.signs_in(asha)
    path = starts(visitor)
    page = visitor.get(f"{path}/check")
    visitor.send(f"{path}/check", page.form_to(f"{path}/discard"))
    assert visitor.location == "/home"
    visitor.get(path)
    assert visitor.status == 404


def test_the_result_prints_with_the_answers_and_a_local_time(
    visitor: Visitor, asha: Person, harbour: Facility
) -> None:
    Facility.objects.filter(id=harbour.id).update(time_zone="Asia/Tokyo")
    view = send(COLD, asha.actor)
    visitor.signs_in(asha)
    page = visitor.get(f"/print/assessments/{view.id}")
    assert "Your answers" in page.text and COLD.text in page.text
    assert "Tokyo time" in page.text
    assert view.due_at is not None and view.due_at > timezone.now()


@pytest.mark.parametrize("method", ["put", "delete", "trace", "options"])
def test_other_methods_are_refused(visitor: Visitor, asha: Person, method: str) -> None:
    view = finish(COLD, asha.actor)
    visitor.signs_in(asha)
    visitor.client.handler.enforce_csrf_checks = False
    response = visitor.client.generic(
        method.upper(),
        f"/assess/{view.id}/check",
        secure=True,
        headers={"host": "clinic.test", "origin": "https://clinic.test"},
    )
    assert response.status_code == 405


def test_after_alarming_words_each_question_has_the_numbers_to_press_on_top(
    visitor: Visitor,
) -> None:
    path = starts(visitor, Story("i want to die, i have pills here", (18, 90)))
    page = visitor.get(path)
    assert visitor.html.index('href="tel:112"') < visitor.html.index("<form method=")
    assert page.links.index("tel:112") < page.links.index("tel:116123")
    assert visitor.html.index("tel:116123") < visitor.html.index('type="checkbox"')
    assert "If this is happening now" in page.text
    assert present(path).id == "life-threats"


def test_ordinary_words_show_no_alarm(visitor: Visitor) -> None:
    visitor.get(starts(visitor))
    assert 'class="call"' not in visitor.html


def test_after_the_last_question_comes_what_to_do_and_then_the_list(
    visitor: Visitor, asha: Person
) -> None:
    visitor.signs_in(asha)
    path = starts(visitor)
    talks(visitor, path, COLD)
    visitor.follow()
    html, folded = visitor.html, visitor.html.index("<details>")
    view = intake.read(UUID(path.split("/")[2]), by=asha.actor)
    assert view.result is not None
    assert html.index(view.result.patient.headline) < html.index("Send to my clinic") < folded
    assert folded < html.index("What you answered")
    assert html.count(view.result.patient.headline) == 1


def test_numbers_to_call_can_be_pressed_wherever_the_result_says_them(
    visitor: Visitor, asha: Person
) -> None:
    visitor.signs_in(asha)
    path = starts(visitor, Story("I want to kill myself", (18, 90)))
    sad = Story("", (18, 90), yes=frozenset({"self-harm-thoughts", "self-harm-plan"}))
    talks(visitor, path, sad)
    page = visitor.follow()
    assert visitor.html.count("{emergency_number}") == 0
    main = visitor.html[visitor.html.index("<main") : visitor.html.index("</main>")]
    assert '<a href="tel:112">112</a>' in main
    assert '<a href="tel:116123">116 123</a>' in main
    assert "What would change this" not in page.text


def test_throwing_one_draft_away_keeps_the_other_one(visitor: Visitor) -> None:
    one, other = starts(visitor), starts(visitor)
    for path, kept in ((one, True), (other, False)):
        page = visitor.get(f"{path}/check")
        visitor.send(f"{path}/check", page.form_to(f"{path}/discard"))
        assert ("draft" not in visitor.response.cookies) == kept
    assert Assessment.objects.filter(state="discarded").count() == 2


def test_a_draft_that_cannot_be_brought_along_refuses_no_sign_in(
    visitor: Visitor, asha: Person
) -> None:
    starts(visitor)
    DataKey.objects.filter(patient=asha.patient).update(wrapped=b"\x01" * 80)
    vault.forget_keys()
    visitor.signs_in(asha, "/account")
    assert "draft" not in visitor.response.cookies
    assert "could not be brought along now" in visitor.get("/assess/").text
    assert DraftHolder.objects.exists()


def test_whoever_is_registered_but_not_signed_in_is_told_so(
    visitor: Visitor, harbour: Facility
) -> None:
    path = starts(visitor)
    stranger = Visitor()
    form = stranger.get("/sign-in").form("password")
    while stranger.status != 429:
        stranger.send("/sign-in", form, email="mira@example.org", password="a guess")
    fields = {
        "name": "Mira Holm",
        "birth_date": "1984-06-09",
        "sex": "female",
        "email": "mira@example.org",
        "phone": "07700 900123",
        "password": "eleven quiet herons at dusk",
        "facility": str(harbour.id),
    }
    page = visitor.get("/register")
    page = visitor.send(f"/register?next={path}", page.form("password"), **fields)
    assert visitor.status == 200
    assert "You are registered" in page.text
    assert any(link.startswith("/sign-in") for link in page.links)
    assert Patient.objects.get().state == "registered"


def test_no_number_of_questions_is_promised_that_nobody_knows(visitor: Visitor) -> None:
    page = visitor.get(starts(visitor))
    assert "Question 1" in page.text
    assert "at most" not in page.text and "60" not in page.text


def test_by_when_is_said_in_sentences(asha: Person) -> None:
    view = send(COLD, asha.actor)
    page = Visitor().signs_in(asha).get(f"/assess/{view.id}/result")
    said = " ".join(page.text.split())
    assert re.search(r"By when [A-Z][^.]*\. By [A-Z]\w+ \d+ \w+ \d{4}, \d\d:\d\d \([^)]+\)\.", said)
