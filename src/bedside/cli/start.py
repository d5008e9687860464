"""Starting Django for the sub-commands that need it."""

import os


def start_django() -> None:
    """Read the configuration and connect the rooms.

    Raises django.core.exceptions.ImproperlyConfigured with one sentence on what to set.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.config.settings")
    import django

    django.setup()
