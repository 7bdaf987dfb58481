"""The shapes of overlap for programs."""

from typing import Any, Final

from rest_framework import serializers

from portal.serializers.inputs import InputSerializer
from portfolio.domain.likeness import Band
from portfolio.domain.overlap import DoubleSpend, LinkKind, PairSide, Proposal, ReviewState
from portfolio.selectors.awaited import Awaited
from portfolio.selectors.overlap import OverlapFigures, PairRow, Side
from portfolio.selectors.overlap_pages import PairPage, ShownProposal
from portfolio.selectors.similar_use_cases import LinkedUseCase, Neighbourhood, SimilarUseCase
from portfolio.serializers.awaited import AwaitedSerializer, awaited_data
from portfolio.serializers.use_cases import STAGES

#: The settings give these sets their names in the description of the API.
STATES: Final = [each.value for each in ReviewState]
BANDS: Final = [each.value for each in Band]
LINKS: Final = [each.value for each in LinkKind]
PROPOSALS: Final = [each.value for each in Proposal]
SIDES: Final = [each.value for each in PairSide]
DECISIONS: Final = ("merge", "link", "not_same")


class DecisionInputSerializer(InputSerializer):
    """What is decided about a pair."""

    decision = serializers.ChoiceField(choices=DECISIONS)
    keep = serializers.IntegerField(
        required=False, allow_null=True, help_text="The use case that a merge keeps."
    )
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=1000,
        default="",
        help_text="Needed for not_same.",
    )


class ProposalInputSerializer(InputSerializer):
    """What is proposed for one side of a pair."""

    proposal = serializers.ChoiceField(choices=PROPOSALS)
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=1000,
        default="",
        help_text="Needed for not_same. The other side reads it too.",
    )


class SideSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    domain_name = serializers.CharField()
    stage = serializers.ChoiceField(choices=STAGES)
    is_archived = serializers.BooleanField()
    is_whole = serializers.BooleanField(
        help_text="Whether you may read it whole; else find its entry under `register/`."
    )


class PairSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    first = SideSerializer()
    second = SideSerializer()
    score = serializers.IntegerField(help_text="0 to 100: half names, half purposes.")
    name_score = serializers.IntegerField()
    purpose_score = serializers.IntegerField()
    band = serializers.ChoiceField(choices=BANDS)
    name_words = serializers.ListField(child=serializers.CharField())
    purpose_words = serializers.ListField(child=serializers.CharField())
    state = serializers.ChoiceField(choices=STATES)
    kept = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()
    decided_by = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    found_at = serializers.DateTimeField()
    is_proposed = serializers.BooleanField()
    is_whole = serializers.BooleanField(
        help_text="Whether you may read both sides whole; else only entries were compared."
    )
    version = serializers.IntegerField()


class FieldPairSerializer(serializers.Serializer[object]):
    field_label = serializers.CharField()
    first = serializers.CharField()
    second = serializers.CharField()


class ProposalSerializer(serializers.Serializer[object]):
    side = serializers.ChoiceField(choices=SIDES)
    domain_name = serializers.CharField()
    proposal = serializers.ChoiceField(choices=PROPOSALS)
    reason = serializers.CharField()
    made_by = serializers.CharField(help_text="Empty unless you may read that side whole.")
    made_at = serializers.DateTimeField()


class PairDetailSerializer(PairSerializer):
    differences = FieldPairSerializer(many=True)
    agreements = FieldPairSerializer(many=True)
    proposals = ProposalSerializer(many=True)
    may_decide = serializers.BooleanField()
    may_propose = serializers.BooleanField()


class DoubleSpendSerializer(serializers.Serializer[object]):
    amount = serializers.DecimalField(max_digits=18, decimal_places=2)
    groups_counted = serializers.IntegerField()
    groups_without_costs = serializers.IntegerField()


class OverlapFiguresSerializer(serializers.Serializer[object]):
    registered = serializers.IntegerField()
    merged = serializers.IntegerField()
    joined = serializers.IntegerField()
    duplicate_rate = serializers.FloatField(
        allow_null=True, help_text="(merged + joined) / (registered + joined)"
    )
    double_spend_found = DoubleSpendSerializer()
    double_spend_estimated = DoubleSpendSerializer()
    likely_same = serializers.IntegerField()
    look = serializers.IntegerField()
    elsewhere = serializers.IntegerField(
        help_text="Open pairs with a use case of which you find the entry alone; not counted above."
    )
    compared_at = serializers.DateTimeField(allow_null=True)
    compared = serializers.IntegerField(
        allow_null=True, help_text="Only for whoever may see every use case."
    )
    awaited = AwaitedSerializer(allow_null=True, help_text="A newer comparison that waits or runs.")


class SimilarSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    domain_name = serializers.CharField()
    stage = serializers.ChoiceField(choices=STAGES)
    score = serializers.IntegerField()
    band = serializers.ChoiceField(choices=BANDS, allow_null=True)
    words = serializers.ListField(child=serializers.CharField())
    owner = serializers.CharField()
    is_whole = serializers.BooleanField(
        help_text="Whether you may read it whole; else find its entry under `register/`."
    )
    pair = serializers.IntegerField(allow_null=True)


class LinkSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=LINKS)
    how = serializers.CharField()
    reason = serializers.CharField()
    is_whole = serializers.BooleanField()
    is_archived = serializers.BooleanField()


class NeighbourhoodSerializer(serializers.Serializer[object]):
    similar = SimilarSerializer(many=True)
    linked = LinkSerializer(many=True)


class ComparisonSerializer(serializers.Serializer[object]):
    job = serializers.UUIDField()


def pair_data(row: PairRow) -> dict[str, Any]:
    """Return a pair as plain data, in the shape of ``PairSerializer``."""
    return {
        "id": row.pk,
        "first": _side(row.first),
        "second": _side(row.second),
        "score": row.score,
        "name_score": row.name_score,
        "purpose_score": row.purpose_score,
        "band": row.band.value,
        "name_words": list(row.name_words),
        "purpose_words": list(row.purpose_words),
        "state": row.state.value,
        "kept": row.kept_id,
        "reason": row.reason,
        "decided_by": row.decided_by,
        "decided_at": row.decided_at,
        "found_at": row.found_at,
        "is_proposed": row.is_proposed,
        "is_whole": row.is_whole,
        "version": row.version,
    }


def pair_detail_data(page: PairPage) -> dict[str, Any]:
    """Return one pair side by side, in the shape of ``PairDetailSerializer``."""
    return {
        **pair_data(page.row),
        **{
            name: [
                {"field_label": each.label, "first": each.first, "second": each.second}
                for each in getattr(page, name)
            ]
            for name in ("differences", "agreements")
        },
        "proposals": [_proposal(each) for each in page.proposals],
        "may_decide": page.may_review,
        "may_propose": page.voice is not None,
    }


def figures_data(figures: OverlapFigures, awaited: Awaited | None) -> dict[str, Any]:
    """Return what the tiles say, in the shape of ``OverlapFiguresSerializer``."""
    return {
        "registered": figures.registered,
        "merged": figures.merged,
        "joined": figures.joined,
        "duplicate_rate": figures.rate,
        "double_spend_found": _spend(figures.found),
        "double_spend_estimated": _spend(figures.at_stake),
        "likely_same": figures.likely_same,
        "look": figures.look,
        "elsewhere": figures.elsewhere,
        "compared_at": figures.compared_at,
        "compared": figures.compared,
        "awaited": awaited_data(awaited),
    }


def similar_data(row: SimilarUseCase) -> dict[str, Any]:
    """Return a use case that reads alike, in the shape of ``SimilarSerializer``."""
    return {
        "id": row.pk,
        "code": row.code,
        "title": row.title,
        "domain_name": row.domain,
        "stage": row.stage.value,
        "score": row.score,
        "band": row.band.value if row.band else None,
        "words": list(row.words),
        "owner": row.owner,
        "is_whole": row.is_whole,
        "pair": row.pair_id,
    }


def neighbourhood_data(near: Neighbourhood) -> dict[str, Any]:
    """Return what lies near a use case, in the shape of ``NeighbourhoodSerializer``."""
    return {
        "similar": [similar_data(each) for each in near.similar],
        "linked": [_link(each) for each in near.linked],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "id": side.pk,
        "code": side.code,
        "title": side.title,
        "domain_name": side.domain,
        "stage": side.stage.value,
        "is_archived": side.is_archived,
        "is_whole": side.is_whole,
    }


def _proposal(row: ShownProposal) -> dict[str, Any]:
    return {
        "side": row.side.value,
        "domain_name": row.domain,
        "proposal": row.decision.value,
        "reason": row.reason,
        "made_by": row.who,
        "made_at": row.at,
    }


def _link(row: LinkedUseCase) -> dict[str, Any]:
    return {
        "id": row.pk,
        "code": row.code,
        "title": row.title,
        "kind": row.kind.value,
        "how": row.how,
        "reason": row.reason,
        "is_whole": row.is_whole,
        "is_archived": row.is_archived,
    }


def _spend(spend: DoubleSpend) -> dict[str, Any]:
    return {
        "amount": f"{spend.amount:.2f}",
        "groups_counted": spend.counted,
        "groups_without_costs": spend.unknown,
    }
