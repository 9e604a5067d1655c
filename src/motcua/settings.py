"""One settings file; the environment decides. Every variable is listed in docs/huong-dan/van-hanh.md.

MOTCUA_DATABASE_URL   where PostgreSQL is (the launcher sets it for the embedded one)
MOTCUA_REPLICA_URL    a hot standby of that database, which reports read where it follows closely
MOTCUA_SECRET_KEY     signs sessions and forms; the launcher keeps one per installation under var/
MOTCUA_TRACKING_KEY   draws quick codes and the tokens on receipts; must never change once receipts are out
MOTCUA_HOSTS          host names served, joined by commas
MOTCUA_PROXIES        how many reverse proxies stand in front and may be believed about visitors' addresses
MOTCUA_PUBLIC_URL     what stands in the QR of a receipt and in messages
MOTCUA_LIVE_URL       where pages listen for what changes (motcua.live); empty: they do not listen
MOTCUA_CLOCK          the demonstration's clock (motcua.lib.clock)
MOTCUA_SIGNING        how papers are signed: empty (by hand), soft (demonstration) or pkcs11; docs/how-to/sign-papers.md
MOTCUA_FILES_URL      s3://key:secret@host:port/bucket; without it files lie under MOTCUA_VAR
MOTCUA_EMAIL_URL      smtp://user:password@host:port, or file:///folder for the demonstration
"""

import os
import sys
from datetime import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from motcua.jobs.schedule import MONDAY, Schedule, every, weekly
from motcua.law import choices
from motcua.law.refusals import Refusal
from motcua.lib import logs

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("MOTCUA_VAR", ROOT / "var"))


def _database(url: str) -> dict[str, Any]:
    """Read an address as PostgreSQL's own programs do: postgresql://user:password@host:port/name?sslmode=verify-full.

    Several hosts, `@a:5432,b:5432/name?target_session_attrs=read-write`, are the nodes of a cluster.
    """
    said: dict[str, Any] = dict(conninfo_to_dict(url))
    known = {name: said.pop(key, "") for name, key in _DATABASE_KEYS.items()}
    return {"ENGINE": "django.db.backends.postgresql", "OPTIONS": said} | known


_DATABASE_KEYS = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


def _files(url: str) -> dict[str, Any]:
    """Read where files are kept: a folder of this machine, or s3://key:secret@host:port/bucket?region=…&tls=0.

    :raises ImproperlyConfigured: an address that names no bucket
    """
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "files"}}
    address, said = urlsplit(url), dict(parse_qsl(urlsplit(url).query))
    if address.scheme != "s3" or not address.hostname or not address.path.strip("/"):
        raise ImproperlyConfigured("MOTCUA_FILES_URL is written s3://key:secret@host:port/bucket")
    scheme = "http" if said.get("tls") == "0" else "https"
    options = {
        "access_key": unquote(address.username or ""),
        "secret_key": unquote(address.password or ""),
        "bucket_name": address.path.strip("/"),
        "endpoint_url": f"{scheme}://{address.hostname}" + (f":{address.port}" if address.port else ""),
        "region_name": said.get("region", "us-east-1"),
        "addressing_style": "path",
        "signature_version": "s3v4",
        "file_overwrite": False,
        "querystring_auth": True,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def _secret(name: str) -> str:
    """Return a key; in production there is none but the installation's own.

    :raises ImproperlyConfigured: in production, when it is not set: anybody could make the tokens of an empty key
    """
    value = os.environ.get(name, "")
    if not value and os.environ.get("MOTCUA_ENV") == "production":
        raise ImproperlyConfigured(f"{name} must be set: see docs/huong-dan/van-hanh.md")
    return value or f"only-for-tests-and-tools-{name}"


SECRET_KEY = _secret("MOTCUA_SECRET_KEY")
TRACKING_KEY = _secret("MOTCUA_TRACKING_KEY")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("MOTCUA_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
PUBLIC_URL = os.environ.get("MOTCUA_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
LIVE_URL = f"{_live.rstrip('/')}/" if (_live := os.environ.get("MOTCUA_LIVE_URL")) else ""
ROOT_URLCONF = "motcua.urls"
WSGI_APPLICATION = "motcua.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {"default": _database(os.environ.get("MOTCUA_DATABASE_URL", "postgresql:///motcua"))}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# How alike words must be for search to take one for the other: motcua.catalogue.search
_options = DATABASES["default"]["OPTIONS"]
_options["options"] = f"{_options.get('options', '')} -c pg_trgm.word_similarity_threshold=0.45".strip()
# Values travel beside the statements, which the database then keeps prepared from the fifth time on
_options |= {"server_side_binding": True, "prepare_threshold": 5}
if os.environ.get("MOTCUA_POOL"):  # the web server's threads share connections; workers and commands keep their own
    DATABASES["default"]["OPTIONS"] |= {"pool": {"min_size": 1, "max_size": int(os.environ["MOTCUA_POOL"])}}

if _replica := os.environ.get("MOTCUA_REPLICA_URL"):  # reports read it: motcua.lib.replica
    DATABASES["replica"] = _database(_replica)
    DATABASES["replica"]["OPTIONS"] |= {"options": _options["options"]}
    DATABASES["replica"]["OPTIONS"].setdefault("connect_timeout", "2")
DATABASE_ROUTERS = ["motcua.lib.replica.Router"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "motcua.design",  # before allauth, whose pages it dresses
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "motcua.jobs",
    "motcua.working_time",
    "motcua.accounts",
    "motcua.organisations",
    "motcua.catalogue",
    "motcua.dossiers",
    "motcua.notifications",
    "motcua.ratings",
    "motcua.papers",
    "motcua.handovers",
    "motcua.reporting",
    "motcua.portal",
    "motcua.counter",
    "motcua.casework",
    "motcua.oversight",
    "motcua.administration",
    "motcua.api",
    "motcua.demonstration",
    "motcua.operations",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # a page on a rural line; random filler guards secrets (BREACH)
    "motcua.design.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "motcua.design.middleware.Language",
    "motcua.api.middleware.Problems",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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
                "motcua.design.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "motcua.design.templatetags.design",
                "motcua.design.templatetags.charts",
                "motcua.design.templatetags.form_parts",
            ],
        },
    }
]

# People: sign-in by user name, Argon2, second factor offered to everybody
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/lam-viec/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "motcua.accounts.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,5/5m/key"}
ACCOUNT_LOGOUT_ON_GET = False
# Who tries too often is counted by address, here and on the tracking pages; behind a proxy all would look like one
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("MOTCUA_PROXIES", "0"))
ACCOUNT_USER_DISPLAY = str
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Một cửa Cà Mau"

# Sign-in limits must count over all web processes, so the cache is a table
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
_https = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _https  # passkeys on http://localhost, for the demonstration
CSRF_COOKIE_HTTPONLY = False
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "motcua.design.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_SSL_REDIRECT = False  # the reverse proxy does that; docs/huong-dan/van-hanh.md
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 * 1024 * 1024

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "ngon_ngu"
LOCALE_PATHS = [ROOT / "src" / "motcua" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = not STATIC_ROOT.exists() or "pytest" in sys.modules
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS  # there is no collected folder to read at the start
STORAGES = {
    "default": _files(os.environ.get("MOTCUA_FILES_URL", "")),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if WHITENOISE_USE_FINDERS
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# What the province decides where the law is open: motcua.law.choices. Empty: the defaults
try:
    RULE_CHOICES = choices.read(Path(_file)) if (_file := os.environ.get("MOTCUA_RULE_CHOICES", "")) else ()
    choices.adopt(RULE_CHOICES)
except Refusal as refusal:
    raise ImproperlyConfigured(f"MOTCUA_RULE_CHOICES: {refusal}") from refusal

# Where `motcua backup` writes to, so that `motcua doctor` can tell when it did not
BACKUPS = os.environ.get("MOTCUA_BACKUPS", "")

# Who may read figures for Prometheus: motcua.operations.metrics. Empty: nobody
METRICS_TOKEN = os.environ.get("MOTCUA_METRICS_TOKEN", "")

# Who signs the papers: motcua.papers.keys. Empty: nobody does, they are printed and signed by hand
SIGNING = os.environ.get("MOTCUA_SIGNING", "")
SIGNING_FOLDER = VAR / "signing"
SIGNING_PKCS11 = {
    "module": os.environ.get("MOTCUA_PKCS11_MODULE", ""),  # the vendor's library
    "token": os.environ.get("MOTCUA_PKCS11_TOKEN", ""),
    "pin": os.environ.get("MOTCUA_PKCS11_PIN", ""),
    "label": os.environ.get("MOTCUA_PKCS11_LABEL", "{unit}"),  # of key and certificate; {unit} is the unit's key
}
if SIGNING not in ("", "soft", "pkcs11"):
    raise ImproperlyConfigured(f"MOTCUA_SIGNING is {SIGNING!r}: leave it empty, or write soft or pkcs11")
if SIGNING == "soft" and os.environ.get("MOTCUA_ENV") == "production":
    raise ImproperlyConfigured("MOTCUA_SIGNING=soft is for the demonstration: see docs/how-to/sign-papers.md")

# Who speaks on every page. Names of bodies change with reforms, so they are data (ux.md D17)
SITE = {
    "portal": os.environ.get("MOTCUA_PORTAL_NAME", "Cổng Dịch vụ công"),
    "province": os.environ.get("MOTCUA_PROVINCE", "tỉnh Cà Mau"),
    "short_province": os.environ.get("MOTCUA_PROVINCE_SHORT", "Cà Mau"),
    "authority": os.environ.get("MOTCUA_AUTHORITY", "Ủy ban nhân dân tỉnh Cà Mau"),
    "centre": os.environ.get("MOTCUA_CENTRE", "Trung tâm Giải quyết thủ tục hành chính tỉnh Cà Mau"),
    "phone": os.environ.get("MOTCUA_PHONE", "02900000022"),  # no subscriber's number begins with 0: it rings nowhere
}

# Who hears of what happened to a dossier: one row in the outbox per name, written with the event itself
DOSSIER_FOLLOWERS = {
    "seal": "motcua.dossiers.sealing.follow",
    "notifications": "motcua.notifications.follow.follow",
    "papers": "motcua.papers.follow.follow",
    "figures": "motcua.reporting.follow.follow",
}

# What runs by the clock: name -> (task, called with `at`; when). Only tasks that exist: /api/v1/health reports the rest
SCHEDULED_JOBS: dict[str, tuple[str, Schedule]] = {
    "weekly_review": ("motcua.reporting.tasks.draft_weekly_review", weekly(MONDAY, at=time(6, 30))),
    "forget_abandoned_drafts": ("motcua.dossiers.tasks.forget_abandoned_drafts", every(minutes=60)),
    "tell_of_ended_procedures": ("motcua.notifications.tasks.tell_of_ended_procedures", every(minutes=15)),
    "file_control_slips": ("motcua.papers.tasks.file_control_slips", every(minutes=2)),
    "forget_what_is_over": ("motcua.accounts.tasks.forget_what_is_over", every(minutes=24 * 60)),
}

_mail = urlsplit(os.environ.get("MOTCUA_EMAIL_URL", ""))
if _mail.scheme == "smtp":
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_TLS = "tls=1" in _mail.query
elif _mail.scheme == "file":
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = _mail.path
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("MOTCUA_EMAIL_FROM", "Một cửa Cà Mau <mot-cua@localhost>")

LOGGING = logs.settings(os.environ.get("MOTCUA_LOG", "INFO"))
SILENCED_SYSTEM_CHECKS: list[str] = []
TEST_RUNNER = "django.test.runner.DiscoverRunner"
