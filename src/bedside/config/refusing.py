"""How a configuration is refused."""

from django.core.exceptions import ImproperlyConfigured


class ConfigurationError(ImproperlyConfigured):
    """The environment does not describe a Bedside that can run; the message says what to set."""
