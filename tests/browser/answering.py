"""A person who answers: one way of choosing, used on the plain pages and in the chat alike.

They stay close to "nothing else is wrong", so the headache of the story is what counts. Wherever
a question is asked, the choice depends on its words only.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

MOST_TURNS = 62
NONE = "None of these"
_NUMBERS = (
    (r"how old", "34"),
    (r"systolic", "120"),
    (r"diastolic", "80"),
    (r"0 to 10|how bad|how severe", "8"),
    (r"how (long|many)", "3"),
)
_CHOICES = (r"^female$", r"the person|myself|i am", r"build|gradual|slowly", r"the same|comes and")


@dataclass
class Person:
    """Answers by the question's words. `special` gives other answers, by part of the question."""

    special: dict[str, str] = field(default_factory=dict)

    def number(self, question: str) -> str:
        """What to write into a number field."""
        return next((n for sign, n in _NUMBERS if re.search(sign, question.lower())), "3")

    def choice(self, question: str, labels: list[str]) -> str:
        """Which of the labels to choose."""
        for part, wanted in self.special.items():
            if part in question and wanted in labels:
                return wanted
        for sign in _CHOICES:
            for label in labels:
                if re.search(sign, label.lower()):
                    return label
        return "No" if "No" in labels else labels[-1]

    def ticks(self, question: str) -> str:
        """Which box to tick; NONE says that none fits."""
        for part, wanted in self.special.items():
            if part in question:
                return wanted
        return NONE


def interview_on_pages(page: Page, person: Person) -> list[str]:
    """Answer page after page until there is no question; return the questions."""
    asked = []
    for _ in range(MOST_TURNS):
        form = page.locator("form.question")
        if form.count() == 0:
            return asked
        asked.append(_question_on(page))
        _fill(form, asked[-1], person)
        form.get_by_role("button", name="Continue").click()
        expect(page.locator("main")).to_be_visible()
        assert page.locator(".summary").count() == 0, page.locator(".summary").inner_text()
    raise AssertionError("The interview did not end.")


def _question_on(page: Page) -> str:
    return page.locator("form.question").locator("legend, label").first.inner_text()


def _fill(form: Locator, question: str, person: Person) -> None:
    if form.locator("fieldset.line").count():
        return  # What was understood stands as it was written.
    boxes, circles = form.locator("input[type=checkbox]"), form.locator("input[type=radio]")
    if boxes.count():
        wanted = person.ticks(question)
        form.get_by_label(wanted, exact=True).check()
    elif circles.count():
        labels = [text.strip() for text in form.locator("div label").all_inner_texts()]
        form.get_by_label(person.choice(question, labels), exact=True).check()
    elif form.locator("textarea").count():
        form.locator("textarea").fill("Nothing else.")
    else:
        form.locator("input[name=answer]").fill(person.number(question))


def interview_in_chat(
    page: Page, person: Person, *, after: Callable[[str], None] = lambda question: None
) -> list[str]:
    """Answer turn after turn until the last question; `after` is told of every new one."""
    asked: list[str] = []
    for _ in range(MOST_TURNS):
        heading = current(page)
        question = heading.inner_text()
        if asked:
            after(question)
        if page.locator(".st-key-card").count() == 0:
            return asked
        asked.append(question)
        turn = str(heading.get_attribute("data-turn"))
        _press(page, question, person)
        expect(page.locator(f'h2.question[data-turn="{turn}"]')).to_have_count(0)
    raise AssertionError("The interview did not end.")


def current(page: Page) -> Locator:
    """The heading of the one question on the screen, once the screen is drawn."""
    heading = page.locator("h2.question")
    expect(heading).to_have_count(1)
    settled(page)
    return heading


def settled(page: Page) -> None:
    """Wait until the portal has drawn its screen: nothing runs and nothing is a placeholder."""
    expect(page.locator('[data-test-script-state="notRunning"]')).to_have_count(1)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def _press(page: Page, question: str, person: Person) -> None:
    card = page.locator(".st-key-answers")
    expect(card.get_by_role("button").first).to_be_visible()
    if card.locator(".stRadio").count():
        card.get_by_role("button", name="Continue").click()
    elif card.locator(".stCheckbox").count():
        wanted = person.ticks(question)
        if wanted != NONE:
            card.get_by_text(wanted, exact=True).click()
        card.get_by_role("button", name=NONE if wanted == NONE else "Continue").click()
    elif card.locator("textarea").count():
        card.locator("textarea").fill("Nothing else.")
        card.get_by_role("button", name="Continue").click()
    elif card.locator("input").count():
        card.locator("input").fill(person.number(question))
        card.get_by_role("button", name="Continue").click()
    else:
        labels = [text.strip() for text in card.get_by_role("button").all_inner_texts()]
        card.get_by_role("button", name=person.choice(question, labels), exact=True).click()
