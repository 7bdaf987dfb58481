"""Saved views: who keeps, shares, changes and removes them, and what a list opens with."""

from typing import Any

import pytest

from portal.domain.errors import Invalid, NotAllowed
from portal.domain.saved_views import MOST_VIEWS, PageUnknown, Sharing
from portal.models import LedgerEntry, SavedView, SavedViewChoice
from portal.selectors.saved_views import view_to_open_with, views_of
from portal.services import saved_views
from portal.services.saved_views import ViewChanged, ViewInput, ViewNameTaken
from tests.builders import NOW
from tests.conftest import Cast

EVERYONE, DOMAIN = Sharing.EVERYONE, Sharing.DOMAIN


def save(cast: Cast, who: str = "freight_owner", **said: Any) -> SavedView:
    wanted = ViewInput(**({"name": "Pilots", "query": "stage=pilot"} | said))
    return saved_views.save_view("use-cases", wanted, by=cast.member(who), at=NOW)


def names(cast: Cast, who: str) -> list[str]:
    return [row.name for row in views_of(cast.member(who), "use-cases")]


def events() -> list[str]:
    return [entry.event for entry in LedgerEntry.objects.order_by("seq") if ".view." in entry.event]


def test_a_view_is_kept_in_one_form_and_recorded(cast: Cast) -> None:
    said = "sort=rank&columns=stage,title&page=4&stage=pilot&bucket=&per_page=25&view=x"
    view = save(cast, name="  My   pilots ", query=said)
    assert view.query == "stage=pilot&columns=stage,title&per_page=25"
    assert (view.name, view.version, view.owner_id) == ("My pilots", 1, cast.freight_owner.pk)
    assert events() == ["portal.view.saved"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("stage=nope", "Stage: There is no “nope”. Change it before you save."),
        ("columns=colour", "Columns: There is no “colour”. Change it before you save."),
        ("sort=domain__path", "Order: There is no “domain__path”. Change it before you save."),
        ("password=a", "password: There is no such filter. Change it before you save."),
        ("a=1&" * 1_500, "a: There is no such filter. Change it before you save."),
        ("%ff=1", "�: There is no such filter. Change it before you save."),
    ],
)
def test_a_query_that_means_nothing_is_refused_in_one_sentence(
    cast: Cast, query: str, sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        save(cast, query=query)
    assert refused.value.sentence == sentence
    assert not SavedView.objects.exists()
    assert events() == []


def test_a_domain_one_may_not_see_is_no_filter_to_keep(cast: Cast) -> None:
    with pytest.raises(Invalid):
        save(cast, query=f"domain={cast.retail.pk}")
    assert save(cast, query=f"domain={cast.depots.pk}").query == f"domain={cast.depots.pk}"


def test_names_are_the_owners_own_and_short(cast: Cast) -> None:
    save(cast)
    save(cast, "lead")
    with pytest.raises(ViewNameTaken):
        save(cast)
    for name in ("", "   ", "x" * 81):
        with pytest.raises(Invalid):
            save(cast, name=name)
    assert SavedView.objects.count() == 2


def test_only_lists_that_keep_views_keep_views(cast: Cast) -> None:
    with pytest.raises(PageUnknown):
        saved_views.save_view("people", ViewInput("x", ""), by=cast.member("lead"), at=NOW)
    with pytest.raises(NotAllowed):
        save(cast, "contributor")
    assert not SavedView.objects.exists()


def test_there_is_an_end_to_how_many_one_keeps(cast: Cast) -> None:
    SavedView.objects.bulk_create(
        SavedView(
            slug=f"v{number}",
            page="use-cases",
            name=f"View {number}",
            owner=cast.lead,
            created_at=NOW,
            updated_at=NOW,
        )
        for number in range(MOST_VIEWS)
    )
    with pytest.raises(Invalid, match="Remove one first"):
        save(cast, "lead")


def test_who_sees_a_view_follows_from_how_it_is_shared(cast: Cast) -> None:
    save(cast, name="Mine")
    save(cast, name="Everyone's", sharing=EVERYONE)
    save(cast, name="Of depots", sharing=DOMAIN, domain=cast.depots)
    assert names(cast, "freight_owner") == ["Everyone's", "Mine", "Of depots"]
    assert names(cast, "lead") == ["Everyone's", "Of depots"]
    assert names(cast, "contributor") == []
    assert names(cast, "stranger") == []


def test_a_view_shared_in_a_domain_reaches_beneath_and_above_but_not_beside(cast: Cast) -> None:
    view = save(cast, "lead", name="Of freight", sharing=DOMAIN, domain=cast.freight)
    assert names(cast, "freight_owner") == ["Of freight"]
    other = save(cast, "lead", name="Of retail", sharing=DOMAIN, domain=cast.retail)
    assert names(cast, "freight_owner") == ["Of freight"]
    assert {view.name, other.name} <= set(names(cast, "executive"))


def test_nobody_shares_in_a_domain_they_may_not_see(cast: Cast) -> None:
    for domain in (cast.retail, None):
        with pytest.raises(Invalid):
            save(cast, sharing=DOMAIN, domain=domain)
    assert not SavedView.objects.exists()


def test_the_owner_alone_changes_a_view(cast: Cast) -> None:
    view = save(cast, sharing=EVERYONE)
    wanted = ViewInput("Renamed", "stage=idea", EVERYONE)
    with pytest.raises(NotAllowed):
        saved_views.change_view(view, wanted, version=1, by=cast.member("lead"), at=NOW)
    owner = cast.member("freight_owner")
    with pytest.raises(ViewChanged):
        saved_views.change_view(view, wanted, version=7, by=owner, at=NOW)
    view.refresh_from_db()
    assert (view.name, view.query, view.version) == ("Pilots", "stage=pilot", 1)
    changed = saved_views.change_view(view, wanted, version=1, by=owner, at=NOW)
    assert (changed.name, changed.query, changed.version) == ("Renamed", "stage=idea", 2)
    again = saved_views.change_view(view, wanted, version=2, by=owner, at=NOW)
    assert again.version == 2
    assert events() == ["portal.view.saved", "portal.view.changed"]


def test_the_owner_and_a_lead_stop_sharing_and_nobody_else(cast: Cast) -> None:
    view = save(cast, sharing=EVERYONE)
    for who in ("executive", "board", "auditor"):
        with pytest.raises(NotAllowed):
            saved_views.unshare_view(view, version=1, by=cast.member(who), at=NOW)
    assert names(cast, "executive") == ["Pilots"]
    saved_views.unshare_view(view, version=1, by=cast.member("lead"), at=NOW)
    assert names(cast, "executive") == []
    assert names(cast, "freight_owner") == ["Pilots"]
    assert events()[-1] == "portal.view.unshared"


def test_a_list_opens_with_my_choice_or_else_with_that_for_everybody(cast: Cast) -> None:
    usual, mine = save(cast, "lead", name="Usual", sharing=EVERYONE), save(cast, name="Mine")
    lead, owner = cast.member("lead"), cast.member("freight_owner")
    with pytest.raises(NotAllowed):
        saved_views.make_usual(usual, is_usual=True, version=1, by=owner, at=NOW)
    saved_views.make_usual(usual, is_usual=True, version=1, by=lead, at=NOW)

    def opens(who: str) -> str:
        view = view_to_open_with(views_of(cast.member(who), "use-cases"))
        return view.name if view else ""

    assert (opens("freight_owner"), opens("auditor")) == ("Usual", "Usual")
    saved_views.open_with(mine, is_chosen=True, by=owner)
    assert (opens("freight_owner"), opens("auditor")) == ("Mine", "Usual")
    saved_views.open_with(mine, is_chosen=False, by=owner)
    assert opens("freight_owner") == "Usual"
    assert events()[-1] == "portal.view.made_usual"


def test_one_view_is_for_everybody_and_only_one_that_everyone_sees(cast: Cast) -> None:
    lead = cast.member("lead")
    first = save(cast, "lead", name="First", sharing=EVERYONE)
    second = save(cast, "lead", name="Second", sharing=EVERYONE)
    private = save(cast, "lead", name="Private")
    with pytest.raises(Invalid, match="Share the view with everyone first"):
        saved_views.make_usual(private, is_usual=True, version=1, by=lead, at=NOW)
    saved_views.make_usual(first, is_usual=True, version=1, by=lead, at=NOW)
    saved_views.make_usual(second, is_usual=True, version=1, by=lead, at=NOW)
    assert [view.name for view in SavedView.objects.filter(is_usual=True)] == ["Second"]
    wanted = ViewInput("Second", "stage=pilot", Sharing.PRIVATE)
    saved_views.change_view(second, wanted, version=2, by=lead, at=NOW)
    assert not SavedView.objects.filter(is_usual=True).exists()


def test_a_removed_view_takes_the_choices_of_it_along(cast: Cast) -> None:
    view = save(cast, sharing=EVERYONE)
    saved_views.open_with(view, is_chosen=True, by=cast.member("executive"))
    with pytest.raises(NotAllowed):
        saved_views.remove_view(view, version=1, by=cast.member("lead"), at=NOW)
    saved_views.remove_view(view, version=1, by=cast.member("freight_owner"), at=NOW)
    assert not SavedView.objects.exists()
    assert not SavedViewChoice.objects.exists()
    assert events()[-1] == "portal.view.removed"


def test_what_a_query_says_twice_is_kept_once(cast: Cast) -> None:
    long = ",".join(["stage", "title"] * 60)
    assert save(cast, query=f"columns={long}").query == "columns=stage,title"
