"""What an operator must say before Bedside starts, and what is refused."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from bedside.assessment.opening import SELF_USE_AGE
from bedside.assessment.opening import SELF_USE_AGES as ENGINES_OWN
from bedside.config.options import SELF_USE_AGES, ConfigurationError, Options

ENVIRONMENT = {
    "DATABASE_URL": "sqlite:///bedside.sqlite3",
    "BEDSIDE_ROOT_KEY": "A" * 43 + "=",
    "BEDSIDE_EMERGENCY_NUMBER": "112",
    "BEDSIDE_CRISIS_LINE": "116 123",
    "BEDSIDE_PUBLIC_URL": "https://clinic.example",
}


def read(**changed: str) -> Options:
    return Options.from_environ({**ENVIRONMENT, **changed})


@pytest.mark.parametrize("name", ["BEDSIDE_CRISIS_LINE", "BEDSIDE_EMERGENCY_NUMBER"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_nothing_starts_without_the_numbers_that_save_lives(name: str, value: str | None) -> None:
    environment = {key: said for key, said in ENVIRONMENT.items() if key != name}
    if value is not None:
        environment[name] = value
    with pytest.raises(ConfigurationError, match=name):
        Options.from_environ(environment)


def test_people_answer_for_themselves_from_sixteen_unless_the_operator_says_otherwise() -> None:
    assert read().self_use_age == SELF_USE_AGE == 16
    assert read(BEDSIDE_SELF_USE_AGE="18").self_use_age == 18


@pytest.mark.parametrize(
    "silly", ["", "0", "9", "22", "160", "16.5", "-16", "sixteen", "１６", "016"]
)
def test_an_age_that_makes_no_sense_is_refused(silly: str) -> None:
    with pytest.raises(ConfigurationError, match="BEDSIDE_SELF_USE_AGE"):
        read(BEDSIDE_SELF_USE_AGE=silly)


def test_the_operator_may_choose_what_the_engine_takes() -> None:
    assert SELF_USE_AGES == ENGINES_OWN


@pytest.mark.parametrize(
    "silly",
    ["http://weather.example", "weather.example", "https://", "https://[::1", " https://a.example",
     "https://a.example/\r\nX: y", "javascript:alert(1)", "//weather.example"],
)  # fmt: skip
def test_a_page_to_leave_to_that_is_no_https_address_is_refused(silly: str) -> None:
    with pytest.raises(ConfigurationError, match="BEDSIDE_LEAVE_URL"):
        read(BEDSIDE_LEAVE_URL=silly)


@pytest.mark.parametrize(
    "silly",
    ["proxy", "192.0.2.7,proxy", "192.0.2.7,", "10.0.0.0/33", "10.0.0.1/8", "*"],
)
def test_a_proxy_that_is_no_address_is_refused(silly: str) -> None:
    with pytest.raises(ConfigurationError, match="BEDSIDE_TRUSTED_PROXIES"):
        read(BEDSIDE_TRUSTED_PROXIES=f"192.0.2.7 {silly}")


def test_proxies_are_addresses_and_networks() -> None:
    assert read().trusted_proxies == ()
    found = read(BEDSIDE_TRUSTED_PROXIES=" 192.0.2.7  10.0.0.0/8 2001:db8::1").trusted_proxies
    assert found == tuple(map(ip_network, ("192.0.2.7", "10.0.0.0/8", "2001:db8::1")))


@pytest.mark.parametrize("silly", ["call 112", "112!", "112/999", "١١٢", "+", "tel:112"])
def test_an_emergency_number_that_nobody_can_dial_is_refused(silly: str) -> None:
    """Every page and the portal makes it something to press; see portal/paper/paper.js."""
    with pytest.raises(ConfigurationError, match="BEDSIDE_EMERGENCY_NUMBER"):
        read(BEDSIDE_EMERGENCY_NUMBER=silly)


@pytest.mark.parametrize("good", ["112", "911", "000", "+44 999", "1 1 2"])
def test_an_emergency_number_is_digits(good: str) -> None:
    assert read(BEDSIDE_EMERGENCY_NUMBER=good).emergency_number == good


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://clinic.example", "clinic.example"),
        ("https://clinic.example:8443/", "clinic.example"),
        ("https://[2001:db8::1]", "[2001:db8::1]"),
        ("https://[2001:db8::1]:8443", "[2001:db8::1]"),
    ],
)
def test_the_host_is_what_browsers_name(address: str, host: str) -> None:
    assert read(BEDSIDE_PUBLIC_URL=address).host == host


@pytest.mark.parametrize(
    ("address", "sender"),
    [
        ("https://clinic.example:8443", "noreply@clinic.example"),
        ("https://[2001:db8::1]:8443", "noreply@[IPv6:2001:db8::1]"),
    ],
)
def test_mails_come_from_that_host_as_mail_servers_write_it(address: str, sender: str) -> None:
    assert read(BEDSIDE_PUBLIC_URL=address).mail_from == sender


def test_a_public_address_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="BEDSIDE_PUBLIC_URL"):
        read(BEDSIDE_PUBLIC_URL="https://[::1")


def test_a_misspelt_option_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="BEDSIDE_SELF_USE_YEARS"):
        read(BEDSIDE_SELF_USE_YEARS="16")


def test_the_index_of_codes_lies_where_the_operator_says() -> None:
    assert read().codes_folder is None
    assert read(BEDSIDE_CODES_FOLDER="/var/cache/bedside").codes_folder == Path(
        "/var/cache/bedside"
    )
    with pytest.raises(ConfigurationError, match="BEDSIDE_CODES_FOLDER"):
        read(BEDSIDE_CODES_FOLDER="cache")


@pytest.mark.parametrize("url", ["amqp://u:p@h/v", "amqps://h", "redis://h:1/0", "rediss://h"])
def test_a_broker_is_named_by_its_address_and_there_is_none_otherwise(url: str) -> None:
    assert read(BROKER_URL=url).broker_url == url
    assert read().broker_url == read(BROKER_URL="").broker_url == ""


@pytest.mark.parametrize("url", ["localhost", "http://h", "sqs://h", "redis://", "amqp:///v", " "])
def test_what_is_no_broker_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="BROKER_URL"):
        read(BROKER_URL=url)
