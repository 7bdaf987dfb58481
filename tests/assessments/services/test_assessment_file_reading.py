"""Whatever people write, a file of an assessment gives back to the last character."""

import io
import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain.assessment_contents import read_content
from assessments.domain.assessment_files import KIND
from assessments.reports.assessment_sheets import assessment_tables
from assessments.services.assessment_file_reading import read_assessment_file
from portal.reports.workbooks import write_workbook

STARTS = ("", "=1+1", "@SUM(A1)", "'", '"', "-\n", "\r\n", "\t", "_x000D_", "json:", "😀" * 3000)
characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.builds(
    lambda start, rest: (start + rest)[:4000], st.sampled_from(STARTS), st.text(characters)
)
moments = st.integers(0, 2**32).map(lambda at: datetime.fromtimestamp(at / 7, UTC).isoformat())
answers = st.one_of(
    st.tuples(st.just("level"), st.integers(0, 10), st.none() | st.integers(1, 3)),
    st.tuples(st.just("not_applicable"), st.none(), st.none() | st.integers(1, 3)),
    st.tuples(st.just("dont_know"), st.none(), st.none()),
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A document of the right shape; what it says need not make sense."""
    rows = draw(st.lists(st.tuples(answers, texts, texts, moments), max_size=6))
    return {
        "schema": 1,
        "kind": KIND,
        "assessment": {
            "title": "Review",
            "domain": draw(st.lists(texts.filter(bool), min_size=1, max_size=3)),
            "partner": None,
            "campaign": draw(st.none() | texts),
            "starts_on": "2026-03-02",
            "due_on": "2026-03-31",
            "target_level": draw(st.integers(10, 50)) / 10,
            "target": draw(st.just({}) | st.just({"layers": {"data": 2.5}})),
            "in_production": draw(st.none() | st.integers(0, 100)),
            "state": "closed",
            "facilitator": "lead@example.org",
        },
        "framework": {"key": "k", "version": "1", "sha256": "0", "data": {"title": draw(texts)}},
        "respondents": [
            {
                "email": "ada@example.org",
                "name": draw(texts),
                "perspective": "self",
                "layers": draw(st.sampled_from([[], ["data"], ["data", "people"]])),
                "invited_at": draw(moments),
                "mailed_at": None,
                "reminded_at": None,
                "finished_at": draw(st.none() | moments),
            }
        ],
        "answers": [
            {
                "respondent": "ada@example.org",
                "question": key,
                "kind": kind,
                "level": level,
                "confidence": sure,
                "comment": comment,
                "saved_at": at,
            }
            for (kind, level, sure), key, comment, at in rows
        ],
        "settled": [
            {
                "question": key,
                "kind": "level",
                "level": 3,
                "reason": reason,
                "settled_by": "",
                "settled_at": at,
            }
            for _answer, key, reason, at in rows
        ],
        "evidence": [
            {
                "respondent": "ada@example.org",
                "question": "data",
                "title": title,
                "link": link,
                "file_name": "",
                "file_type": "",
                "file_size": None,
                "file_sha256": "",
                "added_at": at,
            }
            for _answer, title, link, at in rows
        ],
        "result": draw(st.none() | st.dictionaries(texts, texts | st.floats(0, 5))),
    }


@given(documents())
@settings(deadline=None)
def test_nothing_is_lost_or_changed_in_json(document: dict[str, Any]) -> None:
    file = json.dumps(document, ensure_ascii=False, indent=2).encode()
    read = read_assessment_file(file, filename="f.json")
    assert read.document == document
    assert read_content(read)[1] == ()


@given(documents())
@settings(deadline=None, max_examples=60)
def test_nothing_is_lost_or_changed_in_a_workbook(document: dict[str, Any]) -> None:
    file = io.BytesIO()
    write_workbook(file, assessment_tables(document))
    read = read_assessment_file(file.getvalue(), filename="f.xlsx")
    assert read.errors == ()
    assert read.document == document
    assert read_content(read)[1] == ()
