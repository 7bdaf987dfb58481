"""Answer sheets: a questionnaire as a workbook, with answers to choose from in each row."""

import io
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

from django.utils.translation import gettext as _

from assessments.domain import answer_rows as columns
from assessments.domain.confidence import Confidence
from assessments.domain.questions import Question
from assessments.models import Response
from assessments.selectors.responses import MyAnswer, Questionnaire

WIDTHS: Final = (18, 22, 70, 26, 60, 14)
HEADER: Final = 3
"""Row of the names of the columns, counted from 0."""

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def answer_sheet(mine: Questionnaire, *, is_blank: bool = False) -> bytes:
    """Write the questionnaire of one respondent; every text is a text, and never a formula.

    Parameters
    ----------
    mine
        What is asked of them, and what they answered.
    is_blank
        Leaves their answers out: whoever hands a sheet on does not read what was said.

    Returns
    -------
    bytes
        An .xlsx workbook that `take_own_sheet` reads back.
    """
    file = io.BytesIO()
    # Loaded with the first workbook: most web processes write none.
    book = import_module("xlsxwriter").Workbook(file, _OPTIONS)
    sheet, choices = book.add_worksheet(_("Questions")), book.add_worksheet(_("Answers"))
    choices.hide()
    formats = {
        "bold": book.add_format({"bold": True, "bottom": 1}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "open": book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#eef6f7"}),
    }
    _head(sheet, mine, formats)
    for row, key in enumerate(mine.part, start=HEADER + 1):
        asked = mine.question(key)
        if asked is None:
            continue
        own = None if is_blank else mine.answers.get(key)
        texts = (key, asked.layer_title, _asked_text(asked.asked))
        for place, text in enumerate((*texts, *_own_texts(asked.asked, own))):
            sheet.write_string(row, place, text, formats["wrap" if place < 3 else "open"])
        _choose_from(sheet, choices, row, columns.answer_words(asked.asked))
    book.close()
    return file.getvalue()


def _head(sheet: Any, mine: Questionnaire, formats: Mapping[str, Any]) -> None:
    assessment = mine.assessment
    sheet.write_string(0, 0, assessment.title, formats["title"])
    told = _("Choose an answer in each row. Leave a row empty to leave its question open.")
    sheet.write_string(1, 0, told)
    for place, (name, width) in enumerate(zip(columns.COLUMNS, WIDTHS, strict=True)):
        sheet.write_string(HEADER, place, _(name), formats["bold"])
        sheet.set_column(place, place, width)
    sheet.freeze_panes(HEADER + 1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER)


def _asked_text(question: Question) -> str:
    options = [f"{option.number}: {option.text}" for option in question.options if option.text]
    return "\n".join([question.text, *options])


def _own_texts(question: Question, own: MyAnswer | None) -> tuple[str, str, str]:
    if own is None:
        return "", "", ""
    words = columns.answer_words(question)
    numbers = [option.number for option in question.options]
    if own.level is not None and own.level in numbers:
        answer = words[numbers.index(own.level)]
    else:
        answer = words[-2] if own.kind == Response.Kind.NOT_APPLICABLE else words[-1]
    confidence = Confidence(own.confidence) if own.confidence else None
    return answer, own.comment, f"{int(confidence)} {confidence.label}" if confidence else ""


def _choose_from(sheet: Any, choices: Any, row: int, words: tuple[str, ...]) -> None:
    for place, word in enumerate(words):
        choices.write_string(row, place, word)
    name = choices.get_name().replace("'", "''")
    last = chr(ord("A") + len(words) - 1)
    source = f"='{name}'!$A${row + 1}:${last}${row + 1}"
    sheet.data_validation(row, 3, row, 3, {"validate": "list", "source": source})
    sure = [f"{int(each)} {each.label}" for each in Confidence]
    sheet.data_validation(row, 5, row, 5, {"validate": "list", "source": sure})
