"""Django's settings, from the ANJU_* variables of anju/environment.py."""

from pathlib import Path

from anju import environment

environment.check_names()

HOUSE = Path(__file__).resolve().parent
DATA = environment.data_directory()
TRAINING = environment.yes("ANJU_TRAINING")
BIND = environment.text("ANJU_BIND")
BEHIND_TLS = environment.yes("ANJU_TLS")

SECRET_KEY = environment.secret(DATA / "secret.key").hex()
ANJU_CHAIN_KEY = environment.secret(DATA / "chain.key")  # the MAC of the journal's heads

DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *environment.names("ANJU_HOSTS")]
if BIND in ("0.0.0.0", "::"):  # noqa: S104 - asked for by the person who set ANJU_BIND
    ALLOWED_HOSTS += environment.local_addresses()
else:
    ALLOWED_HOSTS.append(BIND)

ROOT_URLCONF = "anju.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_tasks",
    "django_tasks_db",
    "anju.records",
    "anju.web",
    "anju.cli",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HOUSE / "web" / "templates"],
        "OPTIONS": {"environment": "anju.web.jinja.environment"},
    }
]

# --- the database -----------------------------------------------------------------------------------------
DATABASE_URL = environment.text("ANJU_DATABASE_URL")
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA / "anju.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: a power cut loses no acknowledged act. secure_delete: an erased name leaves the file.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    },
}
DATABASES = {
    "default": {
        **(environment.postgres(DATABASE_URL) if DATABASE_URL else SQLITE),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": bool(DATABASE_URL),
        "ATOMIC_REQUESTS": False,
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- people -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "records.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
SIMILAR = {"user_attributes": ("staff_number", "name")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator", "OPTIONS": options}
    for name, options in (("UserAttributeSimilarity", SIMILAR), ("MinimumLength", {}), ("CommonPassword", {}))
]
LOGIN_URL = "/sign-in"
AXES_LOCKOUT_PARAMETERS = ["username"]  # a service centre shares one address: the person is throttled
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # ... and says so each time
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_CALLABLE = "anju.web.errors.locked_out"
CSRF_FAILURE_VIEW = "anju.web.errors.forged"
OTP_TOTP_ISSUER = "Anju"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "anju_session", "anju_csrf", "anju_language"
LANGUAGE_COOKIE_AGE = SECURE_HSTS_SECONDS = 365 * 24 * 3600
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in environment.names("ANJU_HOSTS")]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SELF, NONE = ["'self'"], ["'none'"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **dict.fromkeys(("default-src", "base-uri", "frame-ancestors"), NONE),
        **dict.fromkeys(("script-src", "style-src", "font-src", "connect-src", "form-action"), SELF),
        "img-src": [*SELF, "data:", "blob:"],
    }
}

# --- languages, times, files, log -------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder", "anju.libraries.PageLibraries"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "anju.libraries.NamedByContent"},
}
MEDIA_ROOT = DATA / "attachments"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "level": "WARNING"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "axes": {"level": "CRITICAL"},  # it names the person and the address
    },
}
