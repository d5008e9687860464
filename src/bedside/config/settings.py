"""Django's settings. The environment is read here, through `Options`, and nowhere else."""

import os

from bedside.config.database import database
from bedside.config.options import Options

BEDSIDE = Options.from_environ(os.environ)

SECRET_KEY = BEDSIDE.root_key.derive("django").hex()
DEBUG = False
ALLOWED_HOSTS = [BEDSIDE.public_url.split("://", 1)[1].rsplit(":", 1)[0]]
if BEDSIDE.demo:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "bedside.audit.apps.AuditConfig",
    "bedside.vault.apps.VaultConfig",
    "bedside.documents.apps.DocumentsConfig",
    "bedside.accounts.apps.AccountsConfig",
    "bedside.clinic.apps.ClinicConfig",
    "bedside.intake.apps.IntakeConfig",
    "bedside.api.apps.ApiConfig",
    "bedside.web.apps.WebConfig",
    "bedside.config.apps.ConfigConfig",
]

DATABASES = {"default": database(BEDSIDE.database_url)}
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOT_URLCONF = "bedside.config.urls"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
