"""Settings, all from the environment; `docs/reference/settings.md` tells of each."""

from __future__ import annotations

import logging
import os
import re
import secrets
from pathlib import Path
from typing import Any

import platformdirs
import psycopg
import structlog
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

PACKAGE = Path(__file__).resolve().parent


def flag(name: str, default: bool = False) -> bool:
    """A yes or no from the environment."""
    value = os.environ.get(name, "").strip().lower()
    if value in ("", "0", "1", "true", "false", "yes", "no"):
        return default if value == "" else value in ("1", "true", "yes")
    raise ImproperlyConfigured(f"{name}={value!r}: expected 1 or 0")


def number(name: str, default: int) -> int:
    """A whole number from the environment."""
    value = os.environ.get(name, "")
    try:
        return int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={value!r}: expected a whole number") from error


DATA = Path(os.environ.get("SAPHAN_DATA") or platformdirs.user_data_dir("saphan")).expanduser()


def secret_key() -> str:
    """The key from the environment, or one made once and kept in the data folder."""
    if key := os.environ.get("SAPHAN_SECRET_KEY"):
        return key
    path = DATA / "secret-key"
    try:
        return path.read_text()
    except FileNotFoundError:
        DATA.mkdir(parents=True, exist_ok=True)
        # Written aside and linked into place, so that two first starts agree on one key.
        draft = DATA / f"secret-key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return path.read_text()


# A request gets one of few connections that stay open. Readers beyond them wait their turn, which
# is sooner than if all were served at once.
POOL = {"min_size": 1, "max_size": number("SAPHAN_CONNECTIONS", 8), "timeout": 30}


def connection_options(own: str = "") -> dict[str, Any]:
    """How each process talks with the server.

    A page asks the same few questions for everybody: the server plans each once a connection and
    keeps the plan. Compiling a plan to machine code takes longer than such questions do, and on
    today's disks an index is the shorter way. A pooler between the two hands connections from one
    to the other: it keeps no plans and takes no settings.

    Args:
        own: The `options` of the database's address, which count more than ours.
    """
    if flag("SAPHAN_POOLER"):
        return {"pool": POOL}
    return {
        "pool": POOL,
        "server_side_binding": True,
        "prepare_threshold": 3,
        "options": f"-c jit=off -c random_page_cost=1.1 {own}".strip(),
    }


def database() -> dict[str, Any]:
    """The server of `DATABASE_URL`, or the embedded one."""
    suffix = os.environ.get("SAPHAN_DATABASE_SUFFIX", "")
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "saphan.postgres.backend",
            "NAME": f"saphan{suffix}",
            "SAPHAN_SERVER": str(DATA / "postgres"),
            "OPTIONS": connection_options(),
        }
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # The parser's own message quotes the address, with the password in it.
        raise ImproperlyConfigured(
            "DATABASE_URL: expected postgresql://user:password@host:port/name"
        ) from None
    if "dbname" not in parts:
        raise ImproperlyConfigured("DATABASE_URL names no database: end it with /name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": f"{parts.pop('dbname')}{suffix}",
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "OPTIONS": {**parts, **connection_options(str(parts.get("options", "")))},
    }


DEBUG = flag("SAPHAN_DEBUG")
SECRET_KEY = secret_key()
ALLOWED_HOSTS = [
    host for host in os.environ.get("SAPHAN_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host
]
HTTPS = flag("SAPHAN_HTTPS")
# The address of the site, for mail that no visitor asked for.
SITE = os.environ.get("SAPHAN_SITE", "http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django_htmx",
    "procrastinate.contrib.django",
    # Before allauth, whose pages its templates are.
    "saphan.web",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "saphan.record.audit",
    "saphan.record.directory",
    "saphan.record.forum",
    "saphan.record.meetings",
    "saphan.record.mailing",
    "saphan.record.hooks",
    "saphan.record.stamps",
    "saphan.record.register",
    "saphan.record.factcheck",
    "saphan.record.commitments",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "saphan.web.keeping.KeptPages",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "saphan.web.security.SecondFactorMiddleware",
    # The last, and for threads only: so all of them run in one thread a request, and a request
    # changes from the loop to a thread once, not once a middleware.
    "saphan.web.security.ContentSecurityMiddleware",
]

ROOT_URLCONF = "saphan.urls"
ASGI_APPLICATION = "saphan.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "saphan.web.security.one_csrf_token",
            ],
        },
    },
]

DATABASES = {"default": database()}
# Shared by all processes of the site: it counts tries.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "saphan_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Of each process alone: pages as they were sent, mostly of five to ten kilobytes, and parts of
    # pages, of up to a hundred. See `web.keeping`.
    "kept": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "kept",
        "OPTIONS": {"MAX_ENTRIES": number("SAPHAN_KEPT_PAGES", 6_000)},
    },
    "kept_parts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "kept_parts",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "directory.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "sesame.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "saphan.web.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up: organisers invite
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the link that comes by mail has proven the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_FORMS = {
    "change_password": "saphan.web.forms.accounts.ChangePasswordForm",
    "set_password": "saphan.web.forms.accounts.SetPasswordForm",
    "reset_password_from_key": "saphan.web.forms.accounts.ResetPasswordKeyForm",
}
ACCOUNT_RATE_LIMITS = {
    "sign_in_link": "30/h/ip,5/h/key",
    "join": "30/h/ip,3/h/key",
    "fact_report": "6/m/ip,60/h/ip",
    "fact_search": "20/m/ip,300/h/ip",
    "fact_file": "30/m/ip,600/h/ip",
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "30/h/ip,5/h/key",
}
MFA_ADAPTER = "saphan.web.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Saphan"
MFA_TOTP_TOLERANCE = 1
# Browsers know passkeys over HTTPS and, for trying things out, on localhost alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
STAFF_MFA = flag("SAPHAN_STAFF_MFA")
SESAME_MAX_AGE = number("SAPHAN_SIGN_IN_SECONDS", 24 * 60 * 60)
SESAME_ONE_TIME = True
SESAME_TOKEN_NAME = "key"  # noqa: S105 - the name of a query parameter


def keys_of_desks(name: str) -> dict[str, str]:
    """The keys of the fact-check desks, by country: those of `NAME_TH`, `NAME_RU` and so on."""
    found = re.compile(rf"{name}_([A-Z]{{2}})")
    return {
        match[1]: value
        for key, value in os.environ.items()
        if value and (match := found.fullmatch(key))
    }


LINE_SECRETS = keys_of_desks("SAPHAN_LINE_SECRET")
LINE_TOKENS = keys_of_desks("SAPHAN_LINE_TOKEN")
LINE_API = "https://api.line.me"
TELEGRAM_SECRETS = keys_of_desks("SAPHAN_TELEGRAM_SECRET")

# Whether messages to other programs may go to this machine and its own network.
HOOKS_PRIVATE = flag("SAPHAN_HOOKS_PRIVATE")

# Open pages that are told of changes at once, of a process and of one reader of it.
LIVE_PAGES = number("SAPHAN_LIVE_PAGES", 500)
LIVE_PAGES_EACH = number("SAPHAN_LIVE_PAGES_EACH", 8)

# For how many days each kind of personal data is kept, and from when; 0 keeps it for good.
KEEP_DAYS = {
    kind: number(f"SAPHAN_KEEP_{kind.upper()}", days)
    for kind, days in {
        "sessions": 1,  # after they ended
        "tokens": 90,  # after they expired or were revoked
        "registrations": 90,  # not approved: after the forum's last day
        "scans": 90,  # at the door: after the forum's last day
        "letters": 180,  # names and addresses of the log: after sending
        "submitters": 180,  # of fact-check desks: after the last message
        "messages": 365,  # with requests: after the forum's last day
        "people": 3 * 365,  # after the last day of their last forum
    }.items()
}

TIMETABLE_SECONDS = number("SAPHAN_TIMETABLE_SECONDS", 20)

LANGUAGE_CODE = "en"
LANGUAGES = [("th", "ไทย"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "saphan.web.static_files.Storage"},
}
WHITENOISE_USE_FINDERS = True

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("SAPHAN_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# A message of a million characters, which JSON may write in six signs each.
DATA_UPLOAD_MAX_MEMORY_SIZE = 7 * 1024 * 1024

EMAIL_HOST = os.environ.get("SAPHAN_SMTP_HOST", "")
EMAIL_PORT = number("SAPHAN_SMTP_PORT", 587)
EMAIL_HOST_USER = os.environ.get("SAPHAN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SAPHAN_SMTP_PASSWORD", "")
EMAIL_USE_TLS = flag("SAPHAN_SMTP_TLS", default=True)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("SAPHAN_MAIL_FROM", "saphan@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                # Plain, because the pretty one prints local variables, personal data among them.
                structlog.dev.ConsoleRenderer(
                    colors=False, exception_formatter=structlog.dev.plain_traceback
                ),
            ],
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.processors.TimeStamper(fmt="iso"),
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    # A page that is not there, or not for the visitor, is no news.
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": os.environ.get("SAPHAN_LOG", "WARNING")},
}
logging.captureWarnings(True)
