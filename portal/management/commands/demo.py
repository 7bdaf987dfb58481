"""``manage.py demo load|remove|sign-ins``: a believable organisation to look around in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.demo.loading import is_loaded, load
from portal.demo.removal import remove
from portal.demo.sign_ins import PASSWORD, has_known_password, new_password, sign_ins
from portal.domain.errors import Refusal

ACTIONS = ("load", "remove", "sign-ins")


class Command(BaseCommand):
    help = "Load the demonstration organisation, remove it without a trace, or list its sign-ins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=ACTIONS)

    def handle(self, *_args: Any, **options: Any) -> None:
        match options["action"]:
            case "load":
                self._load()
            case "remove":
                self._remove()
            case _:
                self._sign_ins()

    def _load(self) -> None:
        if is_loaded():
            self.stdout.write("The demonstration organisation is here already.")
            self._sign_ins()
            return
        self.stdout.write("Loading the demonstration organisation, which takes a moment")
        self.stdout.flush()
        password = new_password()
        try:
            loaded = load(at=timezone.now(), password=password)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(
            f"{loaded.name}: {loaded.domains} domains, {loaded.people} people, "
            f"{loaded.use_cases} use cases, {loaded.assessments} assessments, {loaded.partners} "
            "partners, a roadmap in two editions"
        )
        self._sign_ins(password)

    def _remove(self) -> None:
        if not is_loaded():
            self.stdout.write("The demonstration organisation is not here.")
            return
        removed = remove(at=timezone.now())
        self.stdout.write(
            f"Removed {removed.use_cases} use cases, {removed.people} people and all that "
            "belongs to them. The ledger keeps its record."
        )
        if removed.kept:
            names = ", ".join(removed.kept)
            self.stdout.write(f"Kept, because something of your own hangs on it: {names}.")

    def _sign_ins(self, password: str = "") -> None:
        people = sign_ins()
        if not people:
            self.stdout.write("The demonstration organisation is not here.")
            return
        width = max(len(each.role) for each in people)
        self.stdout.write("")
        for each in people:
            self.stdout.write(f"  {each.role:<{width}}  {each.email:<38}  {each.name}")
        if not password and has_known_password():
            password = PASSWORD
        word = password or "as it was printed when the demonstration was loaded"
        self.stdout.write(f"  {'Password':<{width}}  {word}\n")
