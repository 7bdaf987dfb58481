"""The one typed door between the environment and the settings."""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
MODES = ("embedded", "production")


@dataclass(frozen=True, slots=True)
class Environment:
    """What the operator decided; every field is checked before Django sees it."""

    mode: str
    debug: bool
    secret_key: str
    allowed_hosts: tuple[str, ...]
    trusted_origins: tuple[str, ...]
    database_url: str
    broker_url: str
    data_folder: Path
    public_url: str
    email_url: str
    from_email: str
    organisation: str
    currency: str
    time_zone: str
    https: bool
    proxy_count: int
    job_lease_seconds: int

    @property
    def is_production(self) -> bool:
        """Whether unsafe values are refused."""
        return self.mode == "production"


def _kept_secret(folder: Path) -> str:
    """Return the key of this installation, made on first use and readable by its owner alone.

    It appears whole or not at all, and once: two processes that start together get the same one.
    """
    file = folder / "secret_key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=folder) as new, suppress(FileExistsError):
            new.write(secrets.token_urlsafe(64))
            new.flush()
            file.hardlink_to(new.name)
    return file.read_text().strip()


def read_environment() -> Environment:
    """Read and check the environment.

    Raises
    ------
    ImproperlyConfigured
        With one sentence, when a value is missing or unsafe for the chosen mode.
    """
    env = environ.Env()
    mode = env.str("STEELTHREAD_MODE", default="embedded")
    if mode not in MODES:
        raise ImproperlyConfigured(f"STEELTHREAD_MODE is {mode!r}; it is one of {MODES}.")
    folder = Path(env.str("DATA_FOLDER", default=str(ROOT / "var")))
    is_production = mode == "production"
    secret = env.str("SECRET_KEY", default="" if is_production else _kept_secret(folder))
    hosts = tuple(env.list("ALLOWED_HOSTS", default=[] if is_production else _LOCAL_HOSTS))
    https = env.bool("HTTPS", default=is_production)
    settings = Environment(
        mode=mode,
        debug=env.bool("DEBUG", default=False),
        secret_key=secret,
        allowed_hosts=hosts,
        trusted_origins=tuple(env.list("CSRF_TRUSTED_ORIGINS", default=[])),
        database_url=env.str("DATABASE_URL", default=f"sqlite:///{folder / 'steelthread.sqlite3'}"),
        broker_url=env.str("BROKER_URL", default=""),
        data_folder=folder,
        public_url=env.str("PUBLIC_URL", default=_address(env, hosts, https=https)).rstrip("/"),
        email_url=env.str("EMAIL_URL", default="consolemail://"),
        from_email=env.str("DEFAULT_FROM_EMAIL", default="steelthread@localhost"),
        organisation=env.str("ORGANISATION", default="Your organisation"),
        currency=env.str("CURRENCY", default="EUR"),
        time_zone=env.str("TIME_ZONE", default="Europe/Berlin"),
        https=https,
        proxy_count=env.int("PROXY_COUNT", default=1 if is_production else 0),
        job_lease_seconds=env.int("JOB_LEASE_SECONDS", default=90),
    )
    if is_production:
        _refuse_unsafe(settings)
    return settings


def _address(env: environ.Env, hosts: tuple[str, ...], *, https: bool) -> str:
    """Return where people most likely reach the portal, for links that leave it by mail."""
    host = next((each for each in hosts if each and not each.startswith((".", "*"))), "localhost")
    if host in _LOCAL_HOSTS:
        return f"http://{host}:{env.int('PORT', default=8000)}"
    return f"{'https' if https else 'http'}://{host}"


_LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]


def _refuse_unsafe(settings: Environment) -> None:
    if settings.debug:
        raise ImproperlyConfigured("DEBUG is on; production refuses to start with it.")
    if len(settings.secret_key) < 50:
        raise ImproperlyConfigured("SECRET_KEY needs at least 50 characters in production.")
    if not settings.allowed_hosts or "*" in settings.allowed_hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS names the hosts this portal answers to.")
    if urlsplit(settings.public_url).scheme not in {"http", "https"}:
        raise ImproperlyConfigured("PUBLIC_URL begins with https:// and names where people go.")
    if settings.database_url.startswith("sqlite") and settings.broker_url:
        raise ImproperlyConfigured("A broker needs PostgreSQL: set DATABASE_URL as well.")
    if settings.email_url.startswith("consolemail:"):
        raise ImproperlyConfigured(
            "EMAIL_URL says where mail leaves; printed mail would put links for a new password "
            "into the log. Without mail, set dummymail://."
        )


def broker_host(url: str) -> str:
    """Return the host and port of a broker address, without its credentials."""
    parts = urlsplit(url)
    return f"{parts.hostname or ''}:{parts.port or ''}"
