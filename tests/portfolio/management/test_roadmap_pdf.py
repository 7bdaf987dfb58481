"""``manage.py roadmap_pdf``."""

import hashlib
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.models import Publication
from portal.tasks import work_once
from tests.conftest import Cast
from tests.portfolio.roadmap_builders import planned_roadmap, published


def test_it_writes_the_same_file_as_the_job(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    published(roadmap, lead, title="First")
    newest = published(roadmap, lead, title="Second")
    while work_once():
        pass
    file = tmp_path / "roadmap.pdf"
    call_command("roadmap_pdf", output=file)
    kept = Publication.objects.get(subject_id=str(newest.pk))
    assert hashlib.sha256(file.read_bytes()).hexdigest() == kept.sha256
    assert kept.sha256 in capsys.readouterr().out


def test_an_edition_can_be_named(cast: Cast, tmp_path: Path) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    first = published(roadmap, lead, title="First")
    published(roadmap, lead, title="Second")
    call_command("roadmap_pdf", str(first.pk), output=tmp_path / "a.pdf")
    call_command("roadmap_pdf", output=tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() != (tmp_path / "b.pdf").read_bytes()


def test_what_is_missing_is_said(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No roadmap has been published yet"):
        call_command("roadmap_pdf", output=tmp_path / "a.pdf")
    published(planned_roadmap(cast.member("lead")), cast.member("lead"))
    with pytest.raises(CommandError, match="There is no roadmap edition 99"):
        call_command("roadmap_pdf", "99", output=tmp_path / "a.pdf")
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("roadmap_pdf", output=tmp_path / "none" / "a.pdf")
