import io

import pikepdf

from assessments.domain.invitations import Invitation
from assessments.reports.questionnaires import questionnaire_html, questionnaire_pdf
from assessments.selectors.responses import Questionnaire, asked_of, questionnaire
from tests.assessments.builders import answer, opened
from tests.conftest import Cast


def asked(cast: Cast, *layers: str) -> Questionnaire:
    opened(
        cast.member("lead"),
        [Invitation(cast.contributor.pk, layers=layers)],
        domain=cast.freight,
        title="Spring <review>",
    )
    return questionnaire(asked_of(cast.member("contributor")).get())


def test_the_paper_has_the_layers_asked_with_every_answer_to_tick(cast: Cast) -> None:
    mine = asked(cast, "data")

    html = questionnaire_html(mine)

    assert "Spring &lt;review&gt;" in html
    assert html.count('<section class="question">') == 2
    assert html.count("I cannot say") == 2
    assert "A guess" in html


def test_the_paper_is_tagged_and_the_same_whatever_was_answered(cast: Cast) -> None:
    mine = asked(cast)
    first = questionnaire_pdf(mine)
    answer(mine.assessment, cast.contributor, {"owners": 5})
    again = questionnaire(asked_of(cast.member("contributor")).get())

    assert questionnaire_pdf(again) == first
    with pikepdf.open(io.BytesIO(first)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "pdfuaid" in pdf.Root.Metadata.read_bytes().decode()
