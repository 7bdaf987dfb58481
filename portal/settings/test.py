"""The settings the tests run with: the same house, faster locks."""

import os

os.environ.setdefault("STEELTHREAD_MODE", "embedded")
os.environ.setdefault("ORGANISATION", "Test organisation")
os.environ.setdefault("PUBLIC_URL", "https://portal.example.org")

from portal.settings import main as _main

for _name in dir(_main):
    if _name.isupper():
        globals()[_name] = getattr(_main, _name)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
EMBEDDED_WORKER = False
ACCOUNT_RATE_LIMITS = False
