"""Every way of writing one address leads to one account, and look-alikes lead nowhere."""

import pytest

from bedside.accounts import emails
from bedside.errors import Invalid


@pytest.mark.django_db
@pytest.mark.parametrize(
    "twin",
    [
        "alice@example.org",
        "ALICE@EXAMPLE.ORG",
        "  Alice@Example.org ",
        "ａｌｉｃｅ@example.org",
        "alice@example．org",
    ],
)
def test_twins_share_an_index(twin: str) -> None:
    assert emails.index(twin) == emails.index("alice@example.org")


@pytest.mark.django_db
def test_a_domain_has_one_index_in_both_its_forms() -> None:
    assert emails.index("alice@bücher.example") == emails.index("alice@xn--bcher-kva.example")


@pytest.mark.parametrize(
    "text",
    [
        "аlice@example.org",  # the first letter is Cyrillic
        "emaıl@example.org",  # a dotless i
        "alice",
        "alice@",
        "@example.org",
        "alice@example.org\0",
        "alice\r\n@example.org",
        "alice@exam\ud800ple.org",
        "a" * 255 + "@example.org",
        "",
    ],
)
def test_look_alikes_and_nonsense_are_refused(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        emails.normalise(text)
    assert set(refusal.value.fields) == {"email"}


@pytest.mark.django_db
def test_the_index_tells_nothing_without_the_key() -> None:
    index = emails.index("alice@example.org")
    assert len(index) == 64 and "alice" not in index
    assert index != emails.index("alice2@example.org")


@pytest.mark.django_db
def test_signing_in_with_nonsense_has_an_index_like_any_other() -> None:
    assert emails.index_of_anything("no address\ud800") == emails.index_of_anything("x" * 10_000)
    assert emails.index_of_anything("Alice@example.org") == emails.index("alice@example.org")
