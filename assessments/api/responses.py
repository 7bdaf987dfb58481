"""One's own answers over the API."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from assessments.domain.answers import Answered, DontKnow, NotApplicable
from assessments.domain.confidence import Confidence, Unsaid
from assessments.models import Response
from assessments.selectors.assessment_files import named_exports
from assessments.selectors.responses import asked_of, my_assessments, questionnaire
from assessments.serializers import responses as shapes
from assessments.services.responses import Given, finish_responses, save_response
from portal.api.doors import APIView
from portal.api.portal import member_behind
from portal.domain.roles import Capability
from portal.web.access import get_visible_or_404, require_view

TAGS = ["responses"]


class MyAnswersView(APIView):
    """What asks the caller."""

    @extend_schema(
        operation_id="answers_list", responses=shapes.MyAssessmentSerializer(many=True), tags=TAGS
    )
    def get(self, request: Request) -> Answer:
        """List the assessments that ask you, what is due first on top; not paged."""
        member = member_behind(request)
        require_view(member, Capability.ANSWER_ASSESSMENT)
        rows = my_assessments(member, today=timezone.localdate())
        return Answer(shapes.MyAssessmentSerializer(rows, many=True).data)


class ResponseListView(APIView):
    """What the caller answered."""

    @extend_schema(
        operation_id="responses_list", responses=shapes.OwnResponsesSerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Answer:
        """Return your own answers, and how far you are; nobody else's."""
        return Answer(shapes.OwnResponsesSerializer(_own(request, pk)).data)


class ResponseDetailView(APIView):
    """One answer of the caller's."""

    @extend_schema(
        operation_id="responses_save",
        request=shapes.ResponseInputSerializer,
        responses=shapes.SavedResponseSerializer,
        tags=TAGS,
    )
    def put(self, request: Request, pk: int, key: str) -> Answer:
        """Keep one answer; a packet with an older revision changes nothing."""
        shape = shapes.ResponseInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        data = shape.validated_data
        saved = save_response(
            pk,
            question=key,
            answer=_given(data),
            comment=data["comment"],
            confidence=_confidence(data),
            client_revision=data["revision"],
            by=member_behind(request),
            at=timezone.now(),
        )
        return Answer(shapes.SavedResponseSerializer(saved).data)


class ResponseFinishView(APIView):
    """The word that one is done."""

    @extend_schema(
        operation_id="responses_finish",
        request=None,
        responses=shapes.OwnResponsesSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Answer:
        """Say that you are done."""
        member = member_behind(request)
        invitation = get_visible_or_404(asked_of(member), assessment_id=pk)
        finish_responses(invitation.assessment, by=member, at=timezone.now())
        return Answer(shapes.OwnResponsesSerializer(_own(request, pk)).data)


def _own(request: Request, pk: int) -> dict[str, Any]:
    mine = questionnaire(get_visible_or_404(asked_of(member_behind(request)), assessment_id=pk))
    rows = [
        {
            "question": key,
            "kind": each.kind,
            "level": each.level,
            "comment": each.comment,
            "confidence": each.confidence,
            "revision": each.revision,
            "saved_at": each.saved_at,
        }
        for key, each in mine.answers.items()
    ]
    progress = mine.progress
    return {
        "done": progress.done,
        "total": progress.total,
        "finished_at": mine.finished_at,
        "questions": mine.part,
        "asked": [each for key in mine.part if (each := mine.question(key)) is not None],
        "responses": rows,
        "names_exported": named_exports(mine.assessment),
    }


def _given(data: dict[str, Any]) -> Given:
    match data["kind"]:
        case Response.Kind.LEVEL:
            return Answered(data["level"])
        case Response.Kind.NOT_APPLICABLE:
            return NotApplicable(data["comment"])
        case _:
            return DontKnow()


def _confidence(data: dict[str, Any]) -> Confidence | Unsaid | None:
    if "confidence" not in data:
        return None
    said = data["confidence"]
    return Unsaid() if said is None else Confidence(said)
