"""One settings file, read from the environment; every variable is listed in the README."""

import os
import secrets
import sys
import tempfile
from pathlib import Path
from typing import Any

import environ
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where things are kept ---------------------------------------------------------------------------------
TESTING = "pytest" in sys.modules
DEMO = env.bool("CMS_DEMO", default=False) and not TESTING
VAR = Path(env.str("CMS_VAR", default=str(BASE_DIR / "var"))) / ("demo" if DEMO else "")
VAR.mkdir(parents=True, exist_ok=True)
PAGES_ROOT = VAR / "pages"
MEDIA_ROOT = VAR / "pictures"
STATIC_ROOT = VAR / "static"
STATIC_URL = "/static/"

if DEMO:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR / "db.sqlite3"}}
else:
    DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'db.sqlite3'}")}
if str(DATABASES["default"]["ENGINE"]).endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock at once and waits for its turn, instead of failing half-way through.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # A file, so that a test can fork a process that is killed and look at what it left.
    DATABASES["default"]["TEST"] = {"NAME": Path(tempfile.gettempdir()) / f"cms-test-{os.getpid()}.sqlite3"}
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _secret_key() -> str:
    """The key from the environment, else one made once and kept beside the data."""
    path = VAR / "secret-key"
    if given := env.str("SECRET_KEY", default=""):
        return given
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


# --- Who may reach it ---------------------------------------------------------------------------------------
SECRET_KEY = _secret_key()
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# The demonstration notes where it was served, so that further commands write the same addresses.
_served_at = VAR / "base-url"
_base_url = _served_at.read_text() if DEMO and _served_at.exists() else "http://localhost:8000"
BASE_URL = env.str("CMS_BASE_URL", default=_base_url).rstrip("/")
_HTTPS = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_SSL_REDIRECT = _HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "cms.people.views.form_too_old"
# Of Django's own answers; built pages carry the stricter policy of website/server.py.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

# --- The rooms ----------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "cms.interface",
    "cms.people",
    "cms.articles",
    "cms.translation",
    "cms.recommendations",
    "cms.website",
    "cms.demo",
    "cms.admin.AdminConfig",
    "django_prose_editor",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.people.middleware.interface_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["cms.people.roles.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage."
        + ("StaticFilesStorage" if TESTING or DEBUG else "ManifestStaticFilesStorage")
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Languages ----------------------------------------------------------------------------------------------
# The languages of articles and of the interface. A further one needs its code here, nothing else.
_NAMES = {"en": _("English"), "vi": _("Vietnamese")}
LANGUAGES = [(code, _NAMES.get(code, code)) for code in env.list("CMS_LANGUAGES", default=["en", "vi"])]
LANGUAGE_CODE = LANGUAGES[0][0]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["cms.people.formats"]
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Ho_Chi_Minh")
# The first part of an article's address after the language, in that language ("articles" where none is given).
SECTIONS = env.dict("CMS_SECTIONS", default={"en": "health-corner", "vi": "goc-suc-khoe"})
X_DEFAULT_LANGUAGE = env.str("CMS_X_DEFAULT_LANGUAGE", default=LANGUAGE_CODE)

# --- The site -----------------------------------------------------------------------------------------------
SITE_NAME = env.str("CMS_SITE_NAME", default="Stellapharm")
# What is told after a commit that visitors' pages are to be refreshed; articles know it only by this name.
PAGE_BUILDER = "cms.website.build.drain"
# What knows where a published edition is; those who publish know it only by this name.
PAGE_ADDRESS = "cms.website.addresses.of"
# How many days a link to a preview is good for.
PREVIEW_DAYS = env.int("CMS_PREVIEW_DAYS", default=7)
SITE_PROFILE = env.str("CMS_SITE_PROFILE", default="stellapharm")
# Bytes: the largest page or catalog that is read. The whole of Tolstoy's longest novel is smaller.
MAX_IMPORT_BYTES = 5_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * MAX_IMPORT_BYTES
# A reviewer who approves a long article at once sends two fields for each of its units.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

if DEBUG or DEMO:
    MAILERS: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
else:
    _mail_host = {"host": env.str("EMAIL_HOST", default="localhost"), "port": env.int("EMAIL_PORT", default=25)}
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": _mail_host}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
