"""One answer to one question."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain.answers import Answered, DontKnow, NotApplicable
from assessments.domain.confidence import Confidence, Unsaid
from assessments.domain.frameworks import ScoringRule
from assessments.domain.questions import Option, Question
from assessments.domain.rule_words import cannot_say_sentence
from assessments.domain.scales import Scale
from assessments.selectors.responses import MyAnswer
from assessments.services.responses import LONGEST_COMMENT, Given
from portal.domain.page_parts import Choice
from portal.forms.sentences import Form

NOT_APPLICABLE, DONT_KNOW = "not_applicable", "dont_know"


class AnswerForm(Form):
    use_required_attribute = False

    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        error_messages={"required": gettext_lazy("Choose an answer to go with your note.")},
    )
    confidence = forms.TypedChoiceField(
        label=gettext_lazy("How sure are you?"),
        required=False,
        coerce=lambda value: Confidence(int(value)),
        empty_value=None,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=gettext_lazy("What shows it?"),
        help_text=gettext_lazy(
            "One sentence is enough. The facilitator reads it without your name."
        ),
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, data: QueryDict | None = None, *, scale: Scale, mine: MyAnswer | None = None
    ) -> None:
        said = {"comment": mine.comment, "confidence": mine.confidence} if mine else {}
        super().__init__(data, initial=said)
        # A radio button cannot be taken back, so saying nothing is one of them.
        sure = [("", _("I do not say")), *((each.value, each.label) for each in Confidence)]
        self.fields["confidence"].choices = sure  # type: ignore[attr-defined]
        values = [*(str(level) for level in scale.levels), NOT_APPLICABLE, DONT_KNOW]
        self.fields["answer"].choices = [(value, value) for value in values]  # type: ignore[attr-defined]

    @property
    def is_blank(self) -> bool:
        """Whether nothing was chosen and nothing written."""
        return not self.data.get("answer") and not self.data.get("comment", "").strip()

    def as_input(self) -> dict[str, Any]:
        """Return what the service takes."""
        data = self.cleaned_data
        return {
            "answer": given(data["answer"], data["comment"]),
            "comment": data["comment"],
            "confidence": _confidence(self),
        }


class AutosaveForm(Form):
    answer = forms.RegexField(rf"^(\d{{1,3}}|{NOT_APPLICABLE}|{DONT_KNOW})$")
    comment = forms.CharField(required=False)
    confidence = forms.TypedChoiceField(
        choices=[(each.value, each.name) for each in Confidence],
        required=False,
        coerce=lambda value: Confidence(int(value)),
        empty_value=None,
    )
    revision = forms.IntegerField()

    @property
    def sentence(self) -> str:
        """Say what is wrong with the packet."""
        if "answer" in self.errors:
            return _("Choose an answer first.")
        return _("This page sent something that the portal does not know. Load it again.")

    def as_input(self) -> dict[str, Any]:
        """Return what the service takes."""
        data = self.cleaned_data
        return {
            "answer": given(data["answer"], data["comment"]),
            "comment": data["comment"],
            "confidence": _confidence(self),
            "client_revision": data["revision"],
        }


def _confidence(form: AnswerForm | AutosaveForm) -> Confidence | Unsaid | None:
    """Return how sure they say they are; what a form does not speak of stays as it is."""
    if "confidence" not in form.data:
        return None
    return form.cleaned_data["confidence"] or Unsaid()


def given(value: str, comment: str) -> Given:
    """Return the answer that the value of a card stands for."""
    if value == NOT_APPLICABLE:
        return NotApplicable(comment)
    return DontKnow() if value == DONT_KNOW else Answered(int(value))


def chosen(mine: MyAnswer | None) -> str:
    """Return the value of the card that an answer stands for."""
    if mine is None:
        return ""
    return mine.kind if mine.level is None else str(mine.level)


def answer_cards(question: Question, value: str, rule: ScoringRule) -> tuple[Choice, ...]:
    """Return the options and the two other answers as cards."""
    options = [
        Choice(
            value=str(each.number),
            name=_card_name(each),
            text=each.text,
            mark=str(each.number),
            is_checked=value == str(each.number),
        )
        for each in question.options
    ]
    others = (
        Choice(
            NOT_APPLICABLE,
            _("Does not apply here"),
            _("Say why below. It is left out of the sums."),
            "–",
            is_checked=value == NOT_APPLICABLE,
        ),
        Choice(
            DONT_KNOW,
            _("I cannot say"),
            cannot_say_sentence(rule),
            "?",
            is_checked=value == DONT_KNOW,
        ),
    )
    return (*options, *others)


def _card_name(option: Option) -> str:
    if not option.text:
        return option.label
    return format_html(
        '<span class="st-hidden">{} </span>{}',
        _("Level %(level)s:") % {"level": option.number},
        option.label.capitalize(),
    )
