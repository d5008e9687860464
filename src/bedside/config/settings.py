"""Django's settings. The environment is read here, through `Options`, and nowhere else."""

import os

from bedside.config import rooms
from bedside.config.database import database
from bedside.config.logs import logging_config
from bedside.config.mails import settings_of
from bedside.config.options import Options

BEDSIDE = Options.from_environ(os.environ)

SECRET_KEY = BEDSIDE.root_key.derive("django").hex()
DEBUG = False
ALLOWED_HOSTS = [BEDSIDE.host]
if BEDSIDE.demo:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *rooms.installed(),
    "bedside.web",
    "django.contrib.admin.apps.SimpleAdminConfig",  # After the pages, whose templates win.
    "bedside.config.startup.Startup",
]

DATABASES = {"default": database(BEDSIDE.database_url)}
AUTH_USER_MODEL = "accounts.User"
# The second one only opens hashes brought along from elsewhere; they are renewed at sign-in.
PASSWORD_HASHERS = [
    "bedside.accounts.hashers.BedsideArgon2",
    "django.contrib.auth.hashers.BCryptSHA256PasswordHasher",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOT_URLCONF = "bedside.config.urls"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"

# The pages ----------------------------------------------------------------------------------

MIDDLEWARE = [
    "django_htmx.middleware.HtmxMiddleware",
    "bedside.web.errors.ErrorPages",
    "django.middleware.csrf.CsrfViewMiddleware",
    "bedside.web.signed_in.SignedIn",
    "bedside.web.left.Left",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bedside.web.context.for_every_page",
            ],
            "builtins": ["bedside.web.templatetags.form_keys"],
        },
    }
]
STATIC_URL = "/assets/"
APPEND_SLASH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
# One page has a form with one file (`config/pages.py`). It is never written to a disk in clear: a
# body is smaller than what Django keeps in memory, and nothing else takes a file.
FILE_UPLOAD_MAX_MEMORY_SIZE = 7_000_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
LOGIN_URL = "/sign-in"

# Who is signed in is Bedside's own `sid` cookie; Django's sessions are not installed, so messages
# live in a signed cookie and the admin's check for the session middleware does not apply.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
# The headers of security.W001 and W002 are sent by the edge, for every door alike.
SILENCED_SYSTEM_CHECKS = ["admin.E410", "security.W001", "security.W002"]

# The names are those that Django also uses for the messages cookie.
SESSION_COOKIE_SECURE = BEDSIDE.secure_cookies
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = BEDSIDE.secure_cookies
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [BEDSIDE.public_url]
CSRF_FAILURE_VIEW = "bedside.web.errors.csrf_failure"

# Mails --------------------------------------------------------------------------------------

globals().update(settings_of(BEDSIDE.smtp))
DEFAULT_FROM_EMAIL = BEDSIDE.mail_from

LOGGING = logging_config(BEDSIDE.log_level)
