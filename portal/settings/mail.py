"""How mail leaves the portal: printed by default, SMTP when an address is given."""

from typing import Any

import environ


def mailers(url: str) -> dict[str, Any]:
    """Return Django's ``MAILERS`` for one address such as ``smtp+tls://user:secret@host:587``."""
    told: dict[str, Any] = environ.Env.email_url_config(url)
    backend = told["EMAIL_BACKEND"]
    if not backend.endswith("smtp.EmailBackend"):
        return {"default": {"BACKEND": backend}}
    return {
        "default": {
            "BACKEND": backend,
            "OPTIONS": {
                "host": told.get("EMAIL_HOST") or "localhost",
                "port": told.get("EMAIL_PORT") or 25,
                "username": told.get("EMAIL_HOST_USER") or "",
                "password": told.get("EMAIL_HOST_PASSWORD") or "",
                "use_tls": bool(told.get("EMAIL_USE_TLS")),
                "use_ssl": bool(told.get("EMAIL_USE_SSL")),
                "timeout": 10,
            },
        }
    }
