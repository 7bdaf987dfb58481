from collections import Counter
from itertools import pairwise

from django.contrib.auth import authenticate
from django.core import mail
from django.db.models import Count
from django.utils import timezone

from assessments.domain.campaigns import MAIL_JOB
from assessments.models import (
    Assessment,
    AssessmentRespondent,
    Campaign,
    FoundationAction,
    Partner,
    Response,
    ResponseEvidence,
    ResultSnapshot,
)
from assessments.selectors.outcomes import outcome_of
from assessments.selectors.results import readiness_at
from portal.domain.jobs import JobState
from portal.domain.roles import Role
from portal.models import Domain, Job, LedgerEntry, RoleGrant, User
from portal.selectors.ledger import verify_ledger
from portal.selectors.members import member_of
from portfolio.domain.criteria import DEFAULT_MODEL
from portfolio.domain.editions import edition_from_data
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.standard_edits import standard_from_data
from portfolio.models import (
    DomainStandardVersion,
    Rating,
    Roadmap,
    RoadmapDependency,
    RoadmapEdition,
    UseCase,
)
from portfolio.selectors.overlap import (
    OverlapFilters,
    awaiting_count,
    pair_rows,
    pairs,
    with_sides,
)
from tests.portal.demo.conftest import LOADED_AT, PASSWORD


def test_the_tree_has_domains_on_three_levels(demo: None) -> None:
    assert Counter(Domain.objects.values_list("depth", flat=True)) == {1: 1, 2: 4, 3: 12}
    assert not Domain.objects.filter(is_demo=False).exists()


def test_everybody_is_marked_and_holds_a_role(demo: None) -> None:
    assert User.objects.filter(is_demo=True).count() == User.objects.count() == 28
    assert set(RoleGrant.objects.values_list("role", flat=True)) == {role.value for role in Role}
    assert not User.objects.filter(grants__isnull=True).exists()


def test_one_person_for_each_role_can_sign_in_and_nobody_else(demo: None) -> None:
    able = [user for user in User.objects.prefetch_related("grants") if user.has_usable_password()]

    assert sorted(user.grants.get().role for user in able) == sorted(role.value for role in Role)
    assert authenticate(username="lead@tessenbrook.example", password=PASSWORD) is not None


def test_use_cases_fill_every_bucket_stage_tier_and_quadrant(demo: None) -> None:
    def count(field: str) -> Counter[object]:
        return Counter(UseCase.objects.values_list(field, flat=True))

    assert UseCase.objects.count() == 54
    assert min(count("bucket").values()) >= 8
    assert count("stage") == {
        "pilot": 10,
        "production": 9,
        "assessed": 9,
        "approved": 7,
        "idea": 13,
        "on_hold": 2,
        "rejected": 2,
        "retired": 2,
    }
    assert set(count("tier")) == {1, 2, 3, 4}
    assert set(count("quadrant")) == {
        "do_now",
        "build_foundations_first",
        "quick_win",
        "park",
        "",
    }


def test_use_cases_say_what_they_are_for(demo: None) -> None:
    rows = UseCase.objects.all()

    assert len({row.title for row in rows}) == 54
    assert all(len(row.outcome.split()) >= 8 and len(row.problem.split()) >= 8 for row in rows)
    assert not [row.title for row in rows if "\n" in row.outcome + row.problem]


def test_ratings_rest_on_evidence_and_some_are_missing(demo: None) -> None:
    asked = [criterion.key for criterion in DEFAULT_MODEL.criteria]
    rows = Rating.objects.filter(criterion__in=asked).order_by()
    told = rows.values_list("use_case_id", "criterion").distinct()
    rated = Counter(use_case for use_case, _criterion in told)
    complete = len(asked)

    assert sum(count == complete for count in rated.values()) == 41
    assert 54 - len(rated) == 9
    assert not Rating.objects.filter(evidence="").exists()


def test_one_domain_asks_more_than_the_group_and_two_use_cases_feel_it(demo: None) -> None:
    published = DomainStandardVersion.objects.select_related("domain").get()
    standard = standard_from_data(published.data)
    [fairness] = standard.criteria

    assert (published.domain.name, standard.value_threshold) == ("Insurance", 70)
    assert Rating.objects.filter(criterion=fairness.key).count() == 8
    stricter = UseCase.objects.filter(standards_stamp=str(published.pk))
    felt = stricter.filter(value__range=(55, 69.9), adjusted_feasibility__gte=55)
    assert {row.title: row.quadrant for row in felt} == {
        "Fraud signals that say why": "quick_win",
        "Farm risk seen from above": "quick_win",
    }


def test_some_owners_are_missing_and_one_has_left(demo: None) -> None:
    vacant = [row for row in UseCase.objects.all() if not all(getattr(row, r) for r in OwnerRole)]
    left = UseCase.objects.filter(data_owner__is_active=False)

    assert 8 <= len(vacant) <= 20
    assert left.count() == 2


def test_four_assessments_of_domains_are_published_and_one_is_open(demo: None) -> None:
    alone = Assessment.objects.filter(campaign=None, partner=None)
    states = Counter(alone.values_list("state", flat=True))

    assert states == {"published": 4, "open": 1}
    assert ResultSnapshot.objects.filter(assessment__in=alone).count() == 4


def test_readiness_rests_on_the_default_framework_alone(demo: None) -> None:
    claims = Domain.objects.get(name="Claims")

    readiness = readiness_at(claims.path)

    assert readiness is not None
    assert readiness.domain_name == "Insurance"


def test_a_campaign_stands_differently_in_each_of_its_six_domains(demo: None) -> None:
    campaign = Campaign.objects.get()
    parts = campaign.assessments.annotate(answers=Count("responses", distinct=True))

    assert campaign.framework.key == "federated-operating-model"
    assert {part.domain.name: (part.state, part.answers) for part in parts} == {
        "Claims": ("published", 47),
        "Technology & data": ("published", 43),
        "Customer service": ("closed", 56),
        "Home care": ("open", 33),
        "Grid operations": ("open", 25),
        "Finance & procurement": ("open", 0),
    }
    assert 0 < (campaign.due_on - LOADED_AT.date()).days < 7


def test_respondents_look_from_three_sides_and_some_at_a_few_layers(demo: None) -> None:
    asked = AssessmentRespondent.objects.filter(assessment__campaign__isnull=False)

    assert set(asked.values_list("perspective", flat=True)) == {"self", "peer", "evidence"}
    assert asked.exclude(layers=[]).exists()
    assert asked.filter(layers=[]).exists()


def test_some_answers_say_how_sure_they_are_and_some_show_evidence(demo: None) -> None:
    answers = Response.objects.filter(assessment__campaign__isnull=False)

    assert set(answers.values_list("confidence", flat=True)) == {None, 1, 2, 3}
    assert answers.exclude(comment="").count() == 25
    assert ResponseEvidence.objects.exclude(link="").count() == 12


def test_a_workshop_waits_for_two_splits_and_a_difference(demo: None) -> None:
    waiting = Assessment.objects.get(campaign__isnull=False, state="closed")

    stands = outcome_of(waiting).settled

    assert {key: row.standpoint.value for key, row in stands.items() if row.needs_settling} == {
        "owner-mandate": "split",
        "watch-duty": "split",
        "contract-coverage": "differing",
    }


def test_a_partner_is_assessed_twice_and_does_better_the_second_time(demo: None) -> None:
    partner = Partner.objects.get(name="Tallowmere Letterworks")
    rounds = ResultSnapshot.objects.filter(assessment__partner=partner).order_by("created_at")
    first, second = [row.mean for row in rounds]

    assert Partner.objects.count() == 2
    assert first is not None
    assert second is not None
    assert second > first


def test_nobody_is_mailed_and_nobody_will_be(demo: None) -> None:
    asked = AssessmentRespondent.objects.filter(assessment__campaign__isnull=False)

    assert mail.outbox == []
    assert not Job.objects.filter(kind=MAIL_JOB).exists()
    assert not asked.filter(mailed_at=None).exists()


def test_the_group_grew_from_one_round_to_the_next(demo: None) -> None:
    rounds = ResultSnapshot.objects.filter(assessment__domain__depth=1).order_by("created_at")
    first, second = [row.effective for row in rounds]

    assert first is not None
    assert second is not None
    assert second - first > 0.5


def test_mlops_is_built_above_the_data_it_stands_on(demo: None) -> None:
    latest = ResultSnapshot.objects.filter(assessment__domain__depth=1).latest("created_at")
    layers = {layer["key"]: layer for layer in latest.data["layers"]}

    assert layers["mlops"]["raw"] > layers["data"]["effective"] == layers["mlops"]["effective"]


def test_splits_were_settled_with_reasons(demo: None) -> None:
    published = Assessment.objects.filter(state="published")

    assert all(row.settled_levels.exclude(reason="").exists() for row in published)


def test_the_contributor_has_a_part_left_to_answer(demo: None) -> None:
    asked = AssessmentRespondent.objects.get(
        user__email="contributor@tessenbrook.example",
        assessment__state="open",
        assessment__campaign=None,
    )
    answered = Response.objects.filter(assessment=asked.assessment, user=asked.user).count()

    assert asked.submitted_at is None
    assert answered == 21
    assert asked.assessment.due_on > LOADED_AT.date()


def test_foundation_actions_stand_in_every_state(demo: None) -> None:
    statuses = set(FoundationAction.objects.values_list("status", flat=True))

    assert statuses == {status.value for status in FoundationAction.Status}
    assert not FoundationAction.objects.filter(assessment__isnull=True).exists()


def test_two_editions_are_published_and_the_second_says_what_changed(demo: None) -> None:
    first, second = [
        edition_from_data(row.data) for row in RoadmapEdition.objects.order_by("number")
    ]

    assert first.changes is None
    assert second.changes is not None
    assert second.changes.entered
    assert second.changes.left
    assert second.changes.moved
    assert second.plan.left_out
    assert RoadmapDependency.objects.exists()


def test_history_lies_in_the_past_and_the_waves_in_the_future(demo: None) -> None:
    assert Roadmap.objects.get().starts_on > LOADED_AT.date()
    assert not LedgerEntry.objects.filter(recorded_at__gt=LOADED_AT).exists()
    assert not UseCase.objects.filter(updated_at__gt=LOADED_AT).exists()
    assert not Assessment.history.filter(
        history_date__lt=UseCase.objects.earliest("created_at").created_at
    ).exists()


def test_claims_paid_on_the_same_day_move_forward_as_the_second_edition_says(demo: None) -> None:
    waves = []
    for row in RoadmapEdition.objects.order_by("number"):
        edition = edition_from_data(row.data)
        waves += [
            wave.number
            for wave in edition.plan.waves
            for item in wave.items
            if item.title.startswith("Storm claims")
        ]

    assert waves == [2, 1]


def test_the_ledger_tells_the_story_in_order_and_holds(demo: None) -> None:
    moments = list(LedgerEntry.objects.order_by("seq").values_list("recorded_at", flat=True))

    assert all(earlier <= later for earlier, later in pairwise(moments))
    assert verify_ledger().is_intact
    assert LedgerEntry.objects.latest("seq").event == "portal.demo.loaded"


def test_everything_competing_is_ranked_and_only_the_documents_wait_to_be_built(demo: None) -> None:
    assert UseCase.objects.filter(rank=1).count() == 1
    assert UseCase.objects.filter(rank__isnull=False).count() == 40
    waiting = Job.objects.filter(state=JobState.QUEUED).values_list("kind", flat=True)
    assert Counter(waiting) == {"assessments.result_pdf": 8, "portfolio.roadmap_pdf": 2}


def test_the_owner_has_pairs_to_look_at_and_a_proposal_that_waits(demo: None) -> None:
    owner = User.objects.get(email="owner@tessenbrook.example")
    by = member_of(owner, today=timezone.localdate())
    rows = pair_rows(with_sides(pairs(by, OverlapFilters())), by)
    assert {(row.first.title, row.second.title): row.is_proposed for row in rows} == {
        ("Letters that a member understands", "Letters that a customer understands"): True,
        (
            "Call summaries written while the agent listens",
            "Call summaries written while the adviser listens",
        ): False,
    }
    assert awaiting_count(by) == 1
