"""The page on which a use case is rated."""

from typing import Any

import pytest

from portal.models import LedgerEntry
from portal.services.ledger import SYSTEM
from portfolio.models import Rating, UseCase
from portfolio.services.ratings import RatingInput, rate_use_case, store_suggested_ratings
from tests.builders import NOW, make_use_case
from tests.conftest import Cast
from tests.portfolio.builders import on_axes


@pytest.fixture
def use_case(cast: Cast) -> UseCase:
    row: UseCase = make_use_case(domain=cast.freight)
    return row


def address(use_case: UseCase) -> str:
    return f"/portfolio/use-cases/{use_case.pk}/rate/"


def answers(**changes: Any) -> dict[str, Any]:
    empty = {f"{key}{part}": "" for key in on_axes(0, 0) for part in ("", "_evidence", "_base")}
    return empty | {"version": 1} | changes


def stored(use_case: UseCase) -> dict[str, tuple[int, str]]:
    rows = Rating.objects.filter(use_case=use_case)
    return {row.criterion: (row.score, row.source) for row in rows}


def test_the_page_describes_each_rating_of_each_criterion(cast: Cast, use_case: UseCase) -> None:
    html = cast.client("freight_owner").get(address(use_case)).text
    assert html.count('type="radio"') == 11 * 7
    assert "The same team runs something like it today." in html
    assert html.count("Not rated yet") == 11


def test_what_is_chosen_is_stored_and_the_rest_stays_open(cast: Cast, use_case: UseCase) -> None:
    said = answers(skills="4", skills_evidence="The yard team built one.", urgency="2")
    response = cast.client("freight_owner").post(address(use_case), said)
    assert response.status_code == 302
    assert stored(use_case) == {"skills": (4, "person"), "urgency": (2, "person")}
    assert Rating.objects.get(criterion="skills").evidence == "The yard team built one."


def test_a_suggestion_stays_one_until_it_is_confirmed_or_changed(
    cast: Cast, use_case: UseCase
) -> None:
    suggested = {
        "skills": RatingInput(3),
        "urgency": RatingInput(2),
        "affordability": RatingInput(1),
    }
    store_suggested_ratings({use_case.pk: suggested}, by=SYSTEM, at=NOW)
    client = cast.client("freight_owner")
    html = client.get(address(use_case)).text
    assert html.count("Suggested by the import, not yet confirmed") == 3
    said = answers(
        skills="3", urgency="2", urgency_confirm="on", affordability="4", strategic_fit="5"
    )
    client.post(address(use_case), said)
    assert stored(use_case) == {
        "skills": (3, "suggestion"),
        "urgency": (2, "person"),
        "affordability": (4, "person"),
        "strategic_fit": (5, "person"),
    }


def test_a_rating_is_taken_back_by_choosing_none(cast: Cast, use_case: UseCase) -> None:
    said = {"skills": RatingInput(3)}
    rate_use_case(use_case, said, version=1, by=cast.member("lead"), at=NOW)
    client = cast.client("lead")
    sent = answers(version=2, skills="", skills_base="3")
    page = client.post(address(use_case), sent, follow=True).text
    assert stored(use_case) == {}
    assert f"1 rating of {use_case.code} taken back" in page


def test_who_chooses_nothing_is_told_that_nothing_changed(cast: Cast, use_case: UseCase) -> None:
    page = cast.client("lead").post(address(use_case), answers(), follow=True).text
    assert f"Nothing about the ratings of {use_case.code} was changed" in page
    assert stored(use_case) == {}


def test_evidence_without_a_rating_is_refused_beside_its_criterion(
    cast: Cast, use_case: UseCase
) -> None:
    said = answers(skills_evidence="They built one.")
    response = cast.client("lead").post(address(use_case), said)
    assert response.status_code == 422
    assert "Choose a rating for this evidence, or clear it." in response.text
    assert "They built one." in response.text
    assert not Rating.objects.exists()


def test_who_rates_in_two_windows_sees_both_and_loses_nothing(
    cast: Cast, use_case: UseCase
) -> None:
    before = {"skills": RatingInput(1), "urgency": RatingInput(1)}
    rate_use_case(use_case, before, version=1, by=cast.member("lead"), at=NOW)
    theirs = {"skills": RatingInput(2), "urgency": RatingInput(3), "affordability": RatingInput(5)}
    rate_use_case(use_case, theirs, version=2, by=cast.member("lead"), at=NOW)
    client = cast.client("lead")
    mine = answers(
        version=2, skills="4", skills_base="1", urgency="1", urgency_base="1", strategic_fit="3"
    )
    response = client.post(address(use_case), mine)
    assert response.status_code == 412
    shown = [(c.label, c.base, c.theirs, c.yours) for c in response.context["conflicts"]]
    assert shown == [
        ("Urgency", "1", "3", "Not touched, so theirs is kept"),
        ("Skills", "1", "2", "4"),
        ("Affordability", "", "5", "Not touched, so theirs is kept"),
    ]
    again = dict(response.context["form"].data.items())
    assert client.post(address(use_case), again).status_code == 302
    assert {key: score for key, (score, _source) in stored(use_case).items()} == {
        "skills": 4,
        "urgency": 3,
        "affordability": 5,
        "strategic_fit": 3,
    }


def test_who_writes_evidence_in_two_windows_sees_both_and_loses_nothing(
    cast: Cast, use_case: UseCase
) -> None:
    before = {
        "skills": RatingInput(1, "One built"),
        "urgency": RatingInput(1, "Board\r\npaper 7"),
        "affordability": RatingInput(2, "Quote of May"),
    }
    rate_use_case(use_case, before, version=1, by=cast.member("lead"), at=NOW)
    client = cast.client("lead")
    opened = client.get(address(use_case)).context["form"]
    mine = {bound.html_name: bound.value() or "" for bound in opened}
    mine |= {"skills_evidence": "Three built", "affordability": 4}
    theirs = {
        "skills": RatingInput(1, "Two built"),
        "urgency": RatingInput(1, "Board\npaper 9"),
        "affordability": RatingInput(2, "Quote of June"),
    }
    rate_use_case(use_case, theirs, version=2, by=cast.member("lead"), at=NOW)
    response = client.post(address(use_case), mine)
    assert response.status_code == 412
    untouched = "Not touched, so theirs is kept"
    shown = [(c.label, c.base, c.theirs, c.yours) for c in response.context["conflicts"]]
    assert shown == [
        ("Urgency: evidence", "Board\npaper 7", "Board\npaper 9", untouched),
        ("Skills: evidence", "One built", "Two built", "Three built"),
        ("Affordability: evidence", "Quote of May", "Quote of June", untouched),
    ]
    assert Rating.objects.get(criterion="skills").evidence == "Two built"
    again = dict(response.context["form"].data.items())
    assert client.post(address(use_case), again).status_code == 302
    rows = Rating.objects.filter(use_case=use_case)
    assert {row.criterion: (row.score, row.evidence) for row in rows} == {
        "skills": (1, "Three built"),
        "urgency": (1, "Board\npaper 9"),
        "affordability": (4, "Quote of June"),
    }


def test_what_others_said_shows_once_one_has_said_it_oneself(cast: Cast, use_case: UseCase) -> None:
    theirs = {"skills": RatingInput(5, "A team is named.", "They built two.", low=4, high=5)}
    rate_use_case(use_case, theirs, version=1, by=cast.member("lead"), at=NOW)
    client = cast.client("freight_owner")
    before = client.get(address(use_case)).text
    assert "1 other person has rated this." in before
    assert "They built two." not in before
    assert client.post(address(use_case), answers(version=2, skills="1")).status_code == 302
    after = client.get(address(use_case)).text
    assert "They built two." in after
    assert "Together 3 of 5, agreement 0.26" in after
    assert "Discuss" in after
    why = client.get(f"/portfolio/use-cases/{use_case.pk}/standing/").text
    assert "The middle of 2 people." in why


@pytest.fixture
def heard(cast: Cast, use_case: UseCase) -> UseCase:
    """Rated on two criteria by the lead."""
    said = {
        "skills": RatingInput(5, "A team is named.", "They built two."),
        "urgency": RatingInput(1, "No date is set."),
    }
    return rate_use_case(use_case, said, version=1, by=cast.member("lead"), at=NOW)


def test_who_has_a_say_gives_it_unheard_wherever_ratings_are_read(
    cast: Cast, heard: UseCase
) -> None:
    client, page = cast.client("freight_owner"), f"/portfolio/use-cases/{heard.pk}"
    words = ("They built two.", "A team is named.", "No date is set.", "5 of 5")

    def read() -> list[str]:
        shown = client.get(f"{page}/standing/").text + client.get(f"{page}/").text
        shown += client.get(f"/api/v1/use-cases/{heard.pk}/ratings/").text
        return [word for word in words if word in shown]

    assert read() == []
    why = client.get(f"{page}/standing/").text
    assert "what others said about 2 criteria is kept from you until you have rated them" in why
    assert f'href="{page}/rate/">Rate them' in why
    rate_use_case(
        heard, {"skills": RatingInput(5)}, version=2, by=cast.member("freight_owner"), at=NOW
    )
    assert read() == ["They built two.", "A team is named.", "5 of 5"]


@pytest.mark.parametrize("name", ["executive", "board", "auditor"])
def test_who_only_reads_hears_everybody(cast: Cast, heard: UseCase, name: str) -> None:
    why = cast.client(name).get(f"/portfolio/use-cases/{heard.pk}/standing/").text
    assert "They built two." in why
    assert "is kept from you" not in why


def test_an_archived_use_case_keeps_nothing_back(cast: Cast, heard: UseCase) -> None:
    UseCase.objects.filter(pk=heard.pk).update(archived_at=NOW)
    why = cast.client("freight_owner").get(f"/portfolio/use-cases/{heard.pk}/standing/").text
    assert "They built two." in why


def test_programs_read_how_many_they_hear_later(cast: Cast, heard: UseCase) -> None:
    told = cast.client("freight_owner").get(f"/api/v1/use-cases/{heard.pk}/ratings/").json()
    kept = next(each for each in told["ratings"] if each["criterion"] == "skills")
    assert (kept["withheld"], kept["score"], kept["rated_by"], kept["people"]) == (1, None, "", [])
    told = cast.client("auditor").get(f"/api/v1/use-cases/{heard.pk}/ratings/").json()
    open_ = next(each for each in told["ratings"] if each["criterion"] == "skills")
    assert (open_["withheld"], open_["score"], len(open_["people"])) == (0, 5.0, 1)


def test_two_people_who_rate_at_once_do_not_stand_in_each_others_way(
    cast: Cast, use_case: UseCase
) -> None:
    theirs = {"skills": RatingInput(5)}
    rate_use_case(use_case, theirs, version=1, by=cast.member("lead"), at=NOW)
    mine = answers(version=1, skills="2", skills_confidence="1")
    assert cast.client("freight_owner").post(address(use_case), mine).status_code == 302
    rows = Rating.objects.order_by("score").values_list("score", "confidence", "rated_by__name")
    assert list(rows) == [(2, 1, "Freight owner"), (5, None, "Lead")]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"skills": "3", "skills_low": "2"}, "Give both ends of the range, or none."),
        (
            {"skills": "3", "skills_low": "4", "skills_high": "5"},
            "The range has to hold the rating itself, and to stay between 0 and 5.",
        ),
        ({"skills_rationale": "Because."}, "Choose a rating, or clear what you said about it."),
    ],
)
def test_a_range_or_reason_that_fits_no_rating_is_refused_beside_it(
    cast: Cast, use_case: UseCase, said: dict[str, str], sentence: str
) -> None:
    response = cast.client("lead").post(address(use_case), answers(**said))
    assert response.status_code == 422
    assert sentence in response.text
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("lead", 200),
        ("freight_owner", 200),
        ("executive", 403),
        ("board", 403),
        ("auditor", 403),
        ("retail_owner", 404),
        ("contributor", 404),
        ("administrator", 404),
        ("stranger", 404),
    ],
)
def test_who_may_rate(cast: Cast, use_case: UseCase, name: str, status: int) -> None:
    client = cast.client(name)
    assert client.get(address(use_case)).status_code == status
    if status != 200:
        assert client.post(address(use_case), answers(skills="4")).status_code == status
        assert not Rating.objects.exists()
        assert not LedgerEntry.objects.exists()


def test_an_archived_use_case_is_refused_with_a_sentence(cast: Cast, use_case: UseCase) -> None:
    UseCase.objects.filter(pk=use_case.pk).update(archived_at=NOW)
    response = cast.client("lead").get(address(use_case))
    assert response.status_code == 409
    assert "Restore it to change it." in response.text
