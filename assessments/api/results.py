"""Results over the API."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.domain.derivations import NotTraced
from assessments.domain.lifecycle import AssessmentState
from assessments.models import Assessment, Campaign, ResultSnapshot
from assessments.selectors.action_effects import moved_since
from assessments.selectors.assessments import assessments_readable_by
from assessments.selectors.comparisons import TrendPoint, campaign_asked_for, heat_map, trend
from assessments.selectors.peers import peers
from assessments.selectors.result_pages import (
    ResultPage,
    exported,
    preview_page,
    published_page,
)
from assessments.selectors.result_reports import report_of
from assessments.selectors.result_traces import TracedLevel, TracePage, trace_page
from assessments.serializers import result_traces as traces
from assessments.serializers import results as shapes
from assessments.services.result_reports import request_report
from portal.api.doors import APIView
from portal.api.portal import member_behind
from portal.domain.chart_specs.heat import HeatSpec
from portal.domain.roles import Capability, require
from portal.selectors.jobs import job_row
from portal.serializers.portal import JobSerializer
from portal.views.publications import publication_response
from portal.web.access import get_visible_or_404, require_view

TAGS = ["results"]


class ResultView(APIView):
    """The result of one assessment."""

    @extend_schema(operation_id="results_detail", responses=shapes.ResultSerializer, tags=TAGS)
    def get(self, request: Request, pk: int) -> Response:
        """Return a published result; to who runs it, also what answers come to so far."""
        page = _page(request, pk)
        body = _body(page) | {"peers": peers(page.assessment, page.results, member_behind(request))}
        return Response(shapes.ResultSerializer(body).data)


class ResultTraceView(APIView):
    """How one number of a result came about."""

    @extend_schema(operation_id="results_trace", responses=traces.TraceSerializer, tags=TAGS)
    def get(self, request: Request, pk: int, key: str) -> Response:
        """Return the rule, the parts and the answers behind a number.

        The key is `overall`, `layer-` with a layer's key, or `capability-` with a capability's.
        """
        page = _page(request, pk)
        try:
            trace = trace_page(page, key)
        except NotTraced as missing:
            raise Http404 from missing
        return Response(traces.TraceSerializer(_traced(trace)).data)


class HeatMapView(APIView):
    """Levels by domain and layer."""

    @extend_schema(
        operation_id="results_heat_map",
        parameters=[
            OpenApiParameter(
                "campaign",
                OpenApiTypes.INT,
                description="What one campaign found; else the latest result of each domain.",
            )
        ],
        responses=shapes.HeatMapSerializer,
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """Return levels by domain and layer, and why there is none where there is none."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_ASSESSMENTS)
        try:
            campaign = campaign_asked_for(request.query_params, member)
        except Campaign.DoesNotExist as missing:
            raise Http404 from missing
        spec = heat_map(member, campaign=campaign)
        empty = {"finding": "", "columns": (), "rows": (), "note": ""}
        return Response(shapes.HeatMapSerializer(_heat(spec) if spec else empty).data)


class ResultExportView(APIView):
    """The published data itself."""

    @extend_schema(
        operation_id="results_export", responses=shapes.ResultExportSerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return the data that was published, with what proves it."""
        row = _readable(request, pk)
        if row.state != AssessmentState.PUBLISHED:
            raise Http404
        return Response(exported(row))


class ResultReportView(APIView):
    """The report of a published result."""

    @extend_schema(
        operation_id="results_report",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
        tags=TAGS,
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        """Return the PDF, byte for byte as it was stored; 404 while it is being built."""
        publication = report_of(_snapshot(request, pk).pk).first()
        if publication is None:
            raise Http404
        return publication_response(publication)

    @extend_schema(
        operation_id="results_report_request",
        request=None,
        responses={202: JobSerializer},
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Have the PDF built where it is missing; the answer is the job that builds it."""
        by = member_behind(request)
        job = request_report(_snapshot(request, pk), by=by, at=timezone.now())
        return Response(
            JobSerializer(job_row(job, member=by)).data, status=status.HTTP_202_ACCEPTED
        )


def _snapshot(request: Request, pk: int) -> ResultSnapshot:
    snapshot: ResultSnapshot | None = getattr(_readable(request, pk), "snapshot", None)
    if snapshot is None:
        raise Http404
    return snapshot


def _readable(request: Request, pk: int) -> Assessment:
    rows = assessments_readable_by(member_behind(request))
    return get_visible_or_404(rows.defer(None).defer("framework__data"), pk=pk)


def _page(request: Request, pk: int) -> ResultPage:
    row = _readable(request, pk)
    if row.state == AssessmentState.PUBLISHED:
        return published_page(row)
    require(member_behind(request), Capability.RUN_ASSESSMENT, row.domain.path)
    return preview_page(row)


def _heat(spec: HeatSpec) -> dict[str, Any]:
    rows = [
        {
            "domain": row.name,
            "cells": [
                {
                    "effective": cell.level if cell.is_known else None,
                    "raw": cell.raw if cell.is_known else None,
                    "missing": "" if cell.is_known else cell.shown,
                }
                for cell in row.cells
            ],
        }
        for row in spec.rows
    ]
    return {
        "finding": spec.finding.text,
        "columns": spec.columns,
        "rows": rows,
        "note": spec.note,
    }


def _points(row: Assessment) -> list[TrendPoint]:
    return trend(
        row.domain_id,
        framework_key=row.framework.key,
        this=row.pk,
        partner_id=row.partner_id,
    )


def _traced(trace: TracePage) -> dict[str, Any]:
    subject = trace.subject
    return {
        "kind": subject.kind.value,
        "key": subject.key,
        "title": subject.title,
        "rule": trace.rule.value if trace.rule else "",
        "derivations": subject.derivations,
        "levels": [_level(each) for each in trace.levels],
    }


def _level(each: TracedLevel) -> dict[str, Any]:
    questions = [
        {
            "key": question.key,
            "text": question.text,
            "stream": question.stream,
            "options": question.options,
            "not_applicable": question.evidence.not_applicable,
            "dont_know": question.evidence.dont_know,
            "median": question.evidence.median,
            "consensus": question.evidence.consensus,
            "standpoint": question.evidence.standpoint.value,
            "perspective": question.evidence.perspective.value,
            "perspectives": [each.perspective.value for each in question.evidence.perspectives],
            "reason": question.evidence.reason,
            "settled_option": question.answer.option if question.answer else None,
            "value": question.answer.value if question.answer else None,
        }
        for question in each.questions
    ]
    return {"level": each.level, "counts": each.counts, "questions": questions}


def _body(page: ResultPage) -> dict[str, Any]:
    results = page.results
    return {
        "assessment_id": page.assessment.pk,
        "is_preview": page.is_preview,
        "published_at": page.published_at,
        "sha256": page.sha256,
        "ledger_seq": page.ledger_seq,
        "headline": results.headline,
        "overall": results.overall,
        "open": page.open_sentence,
        "layers": results.layers,
        "capabilities": results.capabilities,
        "recommendations": results.recommendations,
        "operating_model": page.model,
        "actions_moved": moved_since(page.assessment, results, _points(page.assessment)),
    }
