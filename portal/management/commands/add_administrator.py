"""``manage.py add_administrator EMAIL --name NAME``: lets the first person in, or a lost one."""

import os
import sys
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from portal.domain.errors import Refusal
from portal.models import User
from portal.services.administrators import add_administrator


class Command(BaseCommand):
    help = (
        "Let a person administer the enterprise. Prints a link, good once, with which they set "
        "their password; or takes a password from standard input."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", default="", help="How the person is called.")
        parser.add_argument(
            "--enterprise", default="", metavar="NAME", help="The enterprise, when there is none."
        )
        parser.add_argument(
            "--password-stdin", action="store_true", help="Read the password from standard input."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        password = sys.stdin.readline().rstrip("\r\n") if options["password_stdin"] else None
        try:
            validate_email(email)
            if password is not None:
                validate_password(password, User(email=email, name=options["name"]))
            user = add_administrator(
                email,
                name=options["name"] or email,
                enterprise=options["enterprise"],
                password=password,
                at=timezone.now(),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{user.name} <{user.email}> administers the enterprise.")
        if password is None:
            self.stdout.write("Their password is set here, once:")
            self.stdout.write(_address() + _password_path(user))


def _password_path(user: User) -> str:
    key = default_token_generator.make_token(user)
    words = {"uidb36": user_pk_to_url_str(user), "key": key}
    return reverse("account_reset_password_from_key", kwargs=words)


def _address() -> str:
    if settings.ENVIRONMENT.is_production:
        return f"https://{settings.ALLOWED_HOSTS[0]}"
    return f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
