"""Roles and capabilities have words, and say them in the reader's language."""

from collections.abc import Iterator

import pytest
from django.utils.translation import gettext as django_gettext
from django.utils.translation import ngettext as django_ngettext

from portal.domain.chart_specs.figures import NOT_ESTIMATED, Finding
from portal.domain.chart_specs.funnel import FunnelSpec
from portal.domain.errors import NotAllowed
from portal.domain.ledger import GENESIS, Checkpoint, verify
from portal.domain.role_names import whom_to_ask
from portal.domain.roles import Capability, Member, Role, require
from portal.domain.wording import speak_through


@pytest.fixture
def bracketing() -> Iterator[None]:
    speak_through(lambda text: f"[{text}]", lambda _one, many, _count: f"[{many}]")
    yield
    speak_through(django_gettext, django_ngettext)


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_label_and_a_word_for_sentences(role: Role) -> None:
    assert role.word.lower() == role.label.lower()
    assert whom_to_ask([role]) in {f"Ask a {role.word}.", f"Ask an {role.word}."}


@pytest.mark.parametrize("capability", Capability)
def test_every_capability_is_refused_in_its_own_sentence(capability: Capability) -> None:
    with pytest.raises(NotAllowed) as refused:
        require(Member(1, "Stranger"), capability)
    assert refused.value.sentence.startswith(f"{capability.refusal} Ask a")


def test_whom_to_ask_is_a_list_that_ends_with_or() -> None:
    three = [Role.EXECUTIVE, Role.COE_LEAD, Role.AUDITOR]
    assert whom_to_ask(three) == "Ask an executive, a CoE lead or an auditor."


def test_a_refusal_is_translated_when_it_is_said(bracketing: None) -> None:
    with pytest.raises(NotAllowed) as refused:
        require(Member(1, "Stranger"), Capability.VIEW_JOBS)
    assert refused.value.sentence == (
        "[You may not see the jobs.] "
        "[Ask [[a CoE lead], [an auditor] or [an administrator]] of the enterprise.]"
    )


def test_what_is_named_at_import_is_translated_where_it_is_read(bracketing: None) -> None:
    assert NOT_ESTIMATED.words == "[not estimated]"
    assert FunnelSpec(Finding("None yet."), ()).title == "[Use cases in each stage]"
    found = verify([], checkpoints=[Checkpoint(2, GENESIS)])
    assert found.reason == "[The ledger ends at entry 0; [the checkpoint] has 2.]"
