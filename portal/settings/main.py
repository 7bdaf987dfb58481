"""Django's settings, assembled from the environment and the typed modules beside this one."""

from portal.settings.caches import caches
from portal.settings.databases import databases
from portal.settings.environment import ROOT, read_environment
from portal.settings.jobs import celery_settings
from portal.settings.logs import logging_settings
from portal.settings.mail import mailers
from portal.settings.security import CONTENT_SECURITY_POLICY, PASSWORD_VALIDATORS, YEAR

ENVIRONMENT = read_environment()

DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(ENVIRONMENT.trusted_origins)
PUBLIC_URL = ENVIRONMENT.public_url
ORGANISATION = ENVIRONMENT.organisation
CURRENCY = ENVIRONMENT.currency

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "simple_history",
    "treebeard",
    "portal",
    "assessments",
    "portfolio",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.web.middleware.NoStoreMiddleware",
    "portal.web.bounds.BoundsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.web.middleware.HtmxSessionMiddleware",
    "portal.web.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "portal.web.middleware.MemberMiddleware",
    "portal.web.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "portal.root_urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.web.navigation.page_frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = databases(ENVIRONMENT.database_url)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = caches()
# No password cache, no session cache: a revoked role or session is gone on the next request.
SESSION_ENGINE = "portal.web.sessions"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_SAVE_EVERY_REQUEST = False

AUTH_USER_MODEL = "portal.User"
AUTH_PASSWORD_VALIDATORS = PASSWORD_VALIDATORS
AUTHENTICATION_BACKENDS = ["portal.web.sessions.AuthenticationBackend"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "portal.forms.entrance.SignInForm",
    "reauthenticate": "portal.forms.entrance.SignInAgainForm",
    "change_password": "portal.forms.entrance.NewPasswordForm",
    "set_password": "portal.forms.entrance.FirstPasswordForm",
    "reset_password": "portal.forms.entrance.ForgottenPasswordForm",
    "reset_password_from_key": "portal.forms.entrance.PasswordByMailForm",
}
ACCOUNT_ADAPTER = "portal.web.accounts.AccountAdapter"
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxy_count
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

LANGUAGE_CODE = "en"
# Only what is translated, or Django's own words would come in another language between ours.
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = ENVIRONMENT.time_zone
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data_folder / "static"
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.web.npm_finder.NpmFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if ENVIRONMENT.is_production
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not ENVIRONMENT.is_production
MEDIA_ROOT = ENVIRONMENT.data_folder / "media"
#: Where jobs tell how far they are while SQLite lets nobody else write.
JOB_BEACONS = ENVIRONMENT.data_folder / "beacons"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# Above what any form takes, so that up to here the form itself says what is too large.
UPLOAD_MAX_SIZE = 64 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

SECURE_CSP = CONTENT_SECURITY_POLICY
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"
SECURE_SSL_REDIRECT = ENVIRONMENT.https
SECURE_REDIRECT_EXEMPT = [r"^(livez|readyz)$"]
SECURE_HSTS_SECONDS = YEAR if ENVIRONMENT.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.https
SECURE_HSTS_PRELOAD = ENVIRONMENT.https
if ENVIRONMENT.https and ENVIRONMENT.proxy_count:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

MAILERS = mailers(ENVIRONMENT.email_url)
DEFAULT_FROM_EMAIL = ENVIRONMENT.from_email

LOGGING_CONFIG = None
LOGGING = logging_settings(is_production=ENVIRONMENT.is_production)

CELERY = celery_settings(ENVIRONMENT.broker_url)
# Without a broker the web process runs the jobs itself, in one thread.
EMBEDDED_WORKER = not ENVIRONMENT.broker_url
JOB_LEASE_SECONDS = ENVIRONMENT.job_lease_seconds

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "portal.api.authentication.TokenAuthentication",
        "portal.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["portal.api.renderers.MomentRenderer"],
    # Moments reach the renderer as they are, which writes them all in one form.
    "DATETIME_FORMAT": None,
    "DEFAULT_PARSER_CLASSES": [
        "portal.api.parsers.BoundedJSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "portal.web.errors.problem_response",
    "DEFAULT_PAGINATION_CLASS": "portal.api.paging.Paging",
    "PAGE_SIZE": 50,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Steelthread",
    "DESCRIPTION": "Everything the portal shows and does, for programs.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "AUTHENTICATION_WHITELIST": [],
    # One set of values under several names of fields gets the name of what it is.
    "ENUM_NAME_OVERRIDES": {
        "FindKindEnum": "portal.serializers.search.KINDS",
        "StageEnum": "portfolio.serializers.use_cases.STAGES",
        "BucketEnum": "portfolio.serializers.use_cases.BUCKETS",
        "QuadrantEnum": "portfolio.serializers.scoring_models.QUADRANTS",
        "ListingEnum": "portfolio.serializers.use_cases.LISTINGS",
        "TaskStateEnum": "portfolio.serializers.registration_tasks.TASK_STATES",
        "RegistrationPartEnum": "portfolio.serializers.registration_tasks.PARTS",
        "OverlapStateEnum": "portfolio.serializers.overlap.STATES",
        "OverlapProposalEnum": "portfolio.serializers.overlap.PROPOSALS",
        "PairSideEnum": "portfolio.serializers.overlap.SIDES",
        "OverlapBandEnum": "portfolio.serializers.overlap.BANDS",
        "LinkKindEnum": "portfolio.serializers.overlap.LINKS",
        "RoadmapItemKindEnum": "portfolio.serializers.roadmaps.KINDS",
        "TechniquesEnum": "portfolio.serializers.bulk_edits.TECHNIQUES",
        "BulkEditStateEnum": "portfolio.serializers.bulk_edits.EDIT_STATES",
        "BulkVerdictEnum": "portfolio.serializers.bulk_edits.VERDICTS",
        "ImportStateEnum": "portfolio.serializers.imports.STATES",
        "ResponseKindEnum": "assessments.serializers.responses.KINDS",
        "AssessmentStateEnum": "assessments.serializers.assessments.STATES",
        "FrameworkStateEnum": "assessments.serializers.frameworks.STATES",
    },
}
