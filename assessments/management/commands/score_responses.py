"""``manage.py score_responses``: score a file of answers against a framework, offline."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from assessments.domain.score_summaries import summary_data, summary_lines, unanswered
from assessments.domain.scoring import score
from assessments.services.answer_files import MAX_BYTES, AnswerFileInvalid, read_answers
from assessments.services.framework_files import FrameworkFileInvalid
from assessments.services.framework_sources import FrameworkFormat, framework_named
from portal.domain.errors import Refusal


class Command(BaseCommand):
    help = (
        "Score a file of answers, {question id: value}, with the rules that assessments are scored "
        "by. Values: what the option is worth (SAMM 0, .25, .5, 1; a level), true or false, "
        '"met", "partly" or "not"; null for unanswered, "n/a", "dk". SAMM counts what is '
        "unanswered as 0."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "framework",
            metavar="FRAMEWORK",
            help="The key of a framework that ships or is stored, our YAML, the folder of OWASP "
            "SAMM's model, or OWASP AIMA's toolkit (a workbook).",
        )
        parser.add_argument("answers", metavar="ANSWERS.json", help="The file; - reads the input.")
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument(
            "--framework-format",
            choices=[each.value for each in FrameworkFormat],
            help="How the framework is written down; without it, its look decides.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        given = options["framework_format"]
        try:
            framework = framework_named(
                options["framework"], FrameworkFormat(given) if given else None
            )
            answers = read_answers(_read(options["answers"]), framework)
            card = score(framework, answers)
        except OSError as error:
            name = error.filename or options["answers"]
            raise CommandError(f"{name} cannot be read: {error.strerror}.") from error
        except DatabaseError as error:
            name = options["framework"]
            sentence = f"{name} does not ship and is no file, and the database cannot be asked."
            raise CommandError(sentence) from error
        except FrameworkFileInvalid as refusal:
            found = "\n".join(str(problem) for problem in refusal.problems)
            raise CommandError(f"{refusal.sentence}\n{found}") from refusal
        except AnswerFileInvalid as refusal:
            raise CommandError("\n".join(refusal.faults)) from refusal
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        left_out = unanswered(framework, answers)
        if options["format"] == "json":
            data = summary_data(framework, card, left_out)
            self.stdout.write(json.dumps(data, indent=2, allow_nan=False))
        else:
            self.stdout.write("\n".join(summary_lines(framework, card, left_out)))


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(MAX_BYTES + 1)
