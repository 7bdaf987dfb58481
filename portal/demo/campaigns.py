"""The demonstration's campaign: asked in several domains at once, and in each of them elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.utils.formats import date_format

from assessments.domain.invitations import Invitation, Perspective
from assessments.models import Assessment, AssessmentRespondent
from assessments.services.campaign_moves import close_campaign, open_campaign
from assessments.services.campaign_respondents import ask_also
from assessments.services.campaigns import CampaignInput, create_campaign
from assessments.services.response_evidence import add_link
from portal.demo.answers import answer_all
from portal.demo.assessments import settle_and_publish
from portal.demo.calendar import Calendar
from portal.demo.contents import read, read_all, text
from portal.demo.scene import Deed, Scene

#: Stands where a question lies in a layer that somebody is not asked about.
NOT_ASKED: Final = "."

type Line = Mapping[str, Any]


def deeds(calendar: Calendar) -> Iterator[Deed]:
    """Tell how the campaign was set up, and how far each domain came."""
    head, parts = read("campaign.toml"), read_all("campaign")
    yield Deed(calendar.moment(head["created"], 9), partial(_create, head, parts))
    yield Deed(calendar.moment(head["opened"], 10), partial(_open, head))
    for part in parts:
        key = part["domain"]
        for place, each in enumerate(part["respondent"]):
            if "answered" in each:
                moment = calendar.moment(each["answered"], 13, each["person"] + key)
                yield Deed(moment, partial(_answer, part, place))
        if "closed" in part:
            yield Deed(calendar.moment(part["closed"], 16, key), partial(_close, head, part))
        if "published" in part:
            yield Deed(calendar.moment(part["published"], 10, key), partial(_publish, head, part))


def _create(head: Line, parts: Sequence[Line], scene: Scene, at: datetime) -> None:
    due = scene.calendar.day(head["due"])
    by = scene.member(head["facilitator"])
    said = CampaignInput(
        title=head["title"].format(month=date_format(due, "F Y")),
        starts_on=scene.calendar.day(head["opened"]),
        due_on=due,
        framework=scene.frameworks[head["framework"]],
        target_level=Decimal(head["target"]),
        target_layers={key: Decimal(level) for key, level in head["target_layers"].items()},
        message=text(head["message"]),
        # Nobody reads the mail of an invented address, so it reminds nobody by itself.
        remind_days=0,
    )
    domains = [scene.domains[part["domain"]].pk for part in parts]
    scene.campaign = create_campaign(scene.domains[""], said, by=by, at=at, domains=domains)
    rows = {row.domain_id: row for row in Assessment.objects.filter(campaign=scene.campaign)}
    for part in parts:
        scene.parts[part["domain"]] = rows[scene.domains[part["domain"]].pk]
    wanted = {
        scene.parts[part["domain"]].pk: [_invitation(each, scene) for each in part["respondent"]]
        for part in parts
    }
    ask_also(scene.campaign, wanted, by=by, at=at)


def _invitation(line: Line, scene: Scene) -> Invitation:
    perspective = Perspective(line.get("perspective", "self"))
    return Invitation(scene.people[line["person"]].pk, perspective, tuple(line.get("layers", ())))


def _open(head: Line, scene: Scene, at: datetime) -> None:
    assert scene.campaign is not None  # noqa: S101
    open_campaign(scene.campaign, by=scene.member(head["facilitator"]), at=at, is_mailed=False)
    # Nothing is sent to an invented address, and nobody is invited anew when another part opens.
    asked = AssessmentRespondent.objects.filter(assessment__campaign=scene.campaign)
    asked.update(mailed_at=at)


def _answer(part: Line, place: int, scene: Scene, at: datetime) -> None:
    assessment = scene.parts[part["domain"]]
    person = part["respondent"][place]["person"]
    by = scene.member(person)
    words = {key: row.split()[place] for key, row in part["answers"].items()}
    words = {key: word for key, word in words.items() if word != NOT_ASKED}
    comments = {key: said.get(person, "") for key, said in part.get("comments", {}).items()}
    answer_all(assessment, words, comments, by=by, at=at)
    for key, shown in part.get("evidence", {}).items():
        if person in shown:
            add_link(assessment.pk, question=key, link=shown[person], by=by, at=at)


def _close(head: Line, part: Line, scene: Scene, at: datetime) -> None:
    assert scene.campaign is not None  # noqa: S101
    by = scene.member(head["facilitator"])
    close_campaign(scene.campaign, by=by, at=at, only=[scene.parts[part["domain"]].pk])


def _publish(head: Line, part: Line, scene: Scene, at: datetime) -> None:
    by = scene.member(head["facilitator"])
    settle_and_publish(scene.parts[part["domain"]], part["settled"], by=by, at=at)
