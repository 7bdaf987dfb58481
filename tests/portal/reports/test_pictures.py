"""Drawings as pictures: the same marks, and words for who cannot see them."""

import base64
from xml.etree import ElementTree as ET

from django.utils.safestring import SafeString

from portal.charts import matrix
from portal.charts.svg import Medium
from portal.reports.pictures import as_picture
from tests.portal.charts.specs import SVG, make_matrix, make_point


def test_a_picture_holds_the_whole_drawing() -> None:
    drawing = matrix.draw(make_matrix(make_point("1", name="<b> & co")), Medium.REPORT)
    coded = as_picture(drawing).partition("base64,")[2].partition('"')[0]
    tree = ET.fromstring(base64.b64decode(coded))
    assert tree.tag == SVG + "svg"
    assert "<b> & co" in [each.text for each in tree.iter(SVG + "text")]


def test_the_title_of_a_drawing_is_its_words_and_never_markup() -> None:
    title = '" onerror="x" <b>'
    drawing = matrix.draw(make_matrix(title=title), Medium.REPORT)
    assert as_picture(drawing).endswith(' alt="&quot; onerror=&quot;x&quot; &lt;b&gt;">')


def test_no_drawing_is_no_picture() -> None:
    assert as_picture(SafeString("")) == ""
