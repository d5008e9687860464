"""The last application to load: it connects the rooms once all of them are there."""

from django.apps import AppConfig
from django.conf import settings


class Startup(AppConfig):
    name = "bedside.config"
    label = "config"

    def ready(self) -> None:
        # Late: a room's models cannot be imported before Django has loaded every app.
        from bedside.config import wiring

        wiring.connect(settings.BEDSIDE)
