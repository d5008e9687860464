"""What must be true before patients use a deployment, beyond what already stops the start.

Messages name options and states, never a value: they may end up in a log.
"""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, run_checks

from bedside import accounts, codes, intake
from bedside.assessment import load
from bedside.config import wiring
from bedside.config.options import ConfigurationError, Options
from bedside.errors import Unavailable


def problems(*, deploy: bool) -> list[CheckMessage]:
    """Return what Django's own checks and ours find; with `deploy`, also what a deployment needs.

    Errors come first.
    """
    found = [one for one in run_checks(include_deployment_checks=deploy) if not one.is_silenced()]
    stores = list(_stores())
    found += stores
    found += _codes()
    if deploy:
        found += _options(settings.BEDSIDE)
        found += [] if stores else _people_and_knowledge()
    return sorted(found, key=lambda one: -one.level)


def _stores() -> Iterator[CheckMessage]:
    try:
        wiring.check()
    except ConfigurationError as error:
        yield Error(str(error), id="bedside.E001")


def _codes() -> Iterator[CheckMessage]:
    try:
        codes.check()
    except Unavailable as error:
        yield Error(error.detail, id="bedside.E003")


def _options(options: Options) -> Iterator[CheckMessage]:
    if options.demo:
        yield Error("This is the demo: sample data, and cookies that travel in the clear.",
                    id="bedside.E002")  # fmt: skip
    if not options.trusted_proxies:
        yield Warning(
            "No proxy is trusted, so all clients behind yours share one address.",
            hint="Set BEDSIDE_TRUSTED_PROXIES to the proxy that ends TLS.",
            id="bedside.W001",
        )
    if options.log_level == "DEBUG":
        yield Warning("The log is as talkative as it can be.",
                      hint="Leave BEDSIDE_LOG_LEVEL at INFO.", id="bedside.W002")  # fmt: skip
    if options.smtp is None:
        yield Warning(
            "There is no mail server: mails are printed, and nobody is reminded of anything.",
            hint="Set BEDSIDE_SMTP_HOST.",
            id="bedside.W005",
        )


def _people_and_knowledge() -> Iterator[CheckMessage]:
    if not accounts.active_administrators().exists():
        yield Warning("There is no active administrator.",
                      hint="Run `bedside createadmin`.", id="bedside.W003")  # fmt: skip
    version = load().version
    if not intake.is_signed_off(version):
        yield Warning(
            f"No clinician has signed off the medical knowledge in use ({version}).",
            hint="Have it reviewed, then run `bedside knowledge sign-off`.",
            id="bedside.W004",
        )
