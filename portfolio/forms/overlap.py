"""Forms of overlap: deciding a pair, and saying what a registration is to one like it."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.domain.errors import Refusal
from portal.domain.page_parts import Choice
from portal.forms.flat_select import FlatSelect
from portal.forms.sentences import Form
from portfolio.domain.likeness import Band
from portfolio.domain.overlap import Answer, PairSide, Proposal, ReviewState
from portfolio.selectors.overlap import OverlapFilters, Side
from portfolio.selectors.overlap_pages import PairPage
from portfolio.selectors.similar_use_cases import SimilarUseCase
from portfolio.services.overlap_answers import OverlapAnswer

KEEP_FIRST: Final = Proposal.KEEP_FIRST.value
KEEP_SECOND: Final = Proposal.KEEP_SECOND.value
LINK: Final = Proposal.LINK.value
NOT_SAME: Final = Proposal.NOT_SAME.value


class CardsWithReasons(forms.RadioSelect):
    """Cards of which some cannot be chosen and say why."""

    def create_option(self, *args: Any, **kwargs: Any) -> Any:
        option = super().create_option(*args, **kwargs)
        if getattr(option["label"], "is_disabled", False):
            option["attrs"]["disabled"] = True
        return option


class DecisionForm(Form):
    """What somebody decides about a pair."""

    use_required_attribute = False

    decision = forms.ChoiceField(
        label=gettext_lazy("What are they?"),
        widget=CardsWithReasons,
        error_messages={"required": gettext_lazy("Choose what they are.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Kept in the ledger. Two that are not the same need one."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, page: PairPage) -> None:
        super().__init__(data, initial={"version": page.row.version})
        first = self._keep(KEEP_FIRST, page.row.first, may_archive=page.may_archive_second)
        second = self._keep(KEEP_SECOND, page.row.second, may_archive=page.may_archive_first)
        linked = _("Both go on. Each page shows the link.")
        apart = _("They only sound alike. You are not asked again until a text changes.")
        choices = [
            (KEEP_FIRST, first),
            (KEEP_SECOND, second),
            (LINK, Choice(LINK, _("They belong together"), text=linked)),
            (NOT_SAME, Choice(NOT_SAME, _("They are not the same"), text=apart)),
        ]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason that calling two different needs."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("decision") == NOT_SAME and not said.get("reason", "").strip():
            self.add_error("reason", _("Say what makes it different."))
        return said

    @staticmethod
    def _keep(value: str, side: Side, *, may_archive: bool) -> Choice:
        name = _("The same: keep %(code)s") % {"code": side.code}
        if may_archive:
            text = _("The other is archived and points to it. You can take that back.")
        else:
            text = _("You may not change the other one, which this would archive.")
        return Choice(value, name, text=text, is_disabled=not may_archive)


class ProposalForm(Form):
    """What the owner of one side proposes to make of a pair."""

    use_required_attribute = False

    proposal = forms.ChoiceField(
        label=gettext_lazy("What do you propose?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you propose.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "The other side reads it too, and the ledger keeps it. Not the same needs one."
        ),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, page: PairPage) -> None:
        own, theirs = page.own_proposal, page.their_proposal
        standing = own or theirs
        initial = {
            "version": page.row.version,
            "proposal": standing.decision.value if standing else "",
            "reason": own.reason if own else "",
        }
        super().__init__(data, initial=initial)
        asked = theirs.decision if theirs else None
        choices = [(each.value, _proposed(each, page, asked)) for each in Proposal]
        self.fields["proposal"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason that calling two different needs."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("proposal") == NOT_SAME and not said.get("reason", "").strip():
            self.add_error("reason", _("Say what makes it different."))
        return said


class OverlapFilterForm(Form):
    """What the queue is narrowed by."""

    state = forms.ChoiceField(
        label=gettext_lazy("Decisions"), required=False, widget=forms.HiddenInput
    )
    band = forms.ChoiceField(label=gettext_lazy("How alike"), required=False, widget=FlatSelect)
    domain = forms.ChoiceField(label=gettext_lazy("Domain"), required=False, widget=FlatSelect)
    across = forms.ChoiceField(label=gettext_lazy("Where"), required=False, widget=FlatSelect)
    proposed = forms.ChoiceField(label=gettext_lazy("Proposals"), required=False, widget=FlatSelect)

    def __init__(self, data: Any, *, domains: Sequence[tuple[int, str, str]]) -> None:
        super().__init__(data)
        self._paths = {str(pk): path for pk, _name, path in domains}
        choices = {
            "state": [(state.value, state.label) for state in ReviewState],
            "band": [("", _("Any")), *((each.value, each.label) for each in Band)],
            "domain": [("", _("Any")), *((str(pk), name) for pk, name, _path in domains)],
            "across": [("", _("Anywhere")), ("yes", _("Across two domains"))],
            "proposed": [
                ("", _("Any")),
                ("yes", _("A domain proposes")),
                ("waiting", _("Waits for what you say")),
            ],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.is_valid()

    def as_filters(self) -> OverlapFilters:
        """Return the filters whose values are known; the others narrow nothing."""
        said = self.cleaned_data
        return OverlapFilters(
            state=ReviewState(said.get("state") or ReviewState.OPEN),
            band=Band(said["band"]) if said.get("band") else None,
            domain_path=self._paths.get(said.get("domain", ""), ""),
            is_across=said.get("across") == "yes",
            is_proposed=said.get("proposed") == "yes",
            is_awaited=said.get("proposed") == "waiting",
        )

    def at_work(self) -> list[tuple[str, str, str]]:
        """Return name, label and value in words of every filter that narrows the queue."""
        shown = []
        for name in ("band", "domain", "across", "proposed"):
            if value := self.cleaned_data.get(name):
                field: Any = self.fields[name]
                words = dict(field.choices)[value]
                shown.append((name, str(field.label), str(words).strip()))
        return shown


class OverlapAnswerForm(Form):
    """What a registration is to use cases that read alike; stands in the form of it."""

    use_required_attribute = False

    overlap_answer = forms.ChoiceField(
        label=gettext_lazy("What is yours to it?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what yours is to it.")},
    )
    overlap_use_case = forms.TypedChoiceField(
        label=gettext_lazy("Which one you join or extend"),
        coerce=int,
        required=False,
        empty_value=None,
        widget=FlatSelect,
    )
    overlap_reason = forms.CharField(
        label=gettext_lazy("What differs, or what you add"),
        help_text=gettext_lazy("Kept in the ledger. Different needs a reason."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, similar: Sequence[SimilarUseCase]) -> None:
        super().__init__(data)
        self.similar = tuple(similar)
        named = [(each.pk, f"{each.code} {each.title}") for each in similar]
        self.fields["overlap_use_case"].choices = named  # type: ignore[attr-defined]
        self.fields["overlap_answer"].choices = _answers()  # type: ignore[attr-defined]

    def as_answer(self) -> OverlapAnswer:
        """Return what was said, typed."""
        said = self.cleaned_data
        return OverlapAnswer(
            Answer(said["overlap_answer"]), said["overlap_use_case"], said["overlap_reason"]
        )

    def place(self, refusal: Refusal) -> None:
        """Put a refusal of the answer beside the field it speaks of."""
        for name, sentence in refusal.fields.items():
            self.add_error(f"overlap_{name}", sentence)


def _proposed(proposal: Proposal, page: PairPage, asked: Proposal | None) -> Choice:
    sides = dict(zip(PairSide, page.row.sides, strict=True))
    archives_own = proposal.keeps is not None and proposal.keeps is not page.voice
    if proposal is asked:
        text = _agreeing(proposal, archives_own=archives_own)
    elif proposal is Proposal.LINK:
        text = _("Once the other side agrees, each page shows the link.")
    elif proposal is Proposal.NOT_SAME:
        text = _("They only sound alike. Once the other side agrees, nobody is asked again.")
    elif archives_own:
        text = _("Once the other side agrees, you archive yours, and it points to theirs.")
    else:
        text = _("Once the other side agrees, they archive theirs, and it points to yours.")
    words = proposal.words(sides[PairSide.FIRST].code, sides[PairSide.SECOND].code)
    return Choice(proposal.value, words, text=text)


def _agreeing(proposal: Proposal, *, archives_own: bool) -> str:
    if proposal.keeps is None:
        return _("The other side proposes this. Saying the same settles it.")
    if archives_own:
        return _("The other side proposes this. Saying the same archives yours.")
    return _("The other side proposes this. Say the same, and they can archive theirs.")


def answer_fields() -> frozenset[str]:
    """Return the fields by which a refusal of an answer is told apart from others."""
    return frozenset({"reason", "use_case"})


def _answers() -> list[tuple[str, Choice]]:
    words = {
        Answer.JOIN: (_("Join it"), _("Nothing is registered. You are led to it and its owners.")),
        Answer.EXTEND: (_("Extend it"), _("Yours is registered and linked as an extension.")),
        Answer.DIFFERENT: (_("It is different"), _("Yours is registered, with your reason.")),
    }
    return [
        (each.value, Choice(each.value, name, text=text)) for each, (name, text) in words.items()
    ]
