"""Small drawings that decorate a report."""

import base64

from portal.reports.marks import Marks


def test_a_mark_becomes_a_background_that_needs_no_words() -> None:
    marks = Marks()
    name = marks.name("<svg></svg>")
    assert marks.name("<svg></svg>") == name
    coded = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg"></svg>').decode()
    assert marks.rules == (
        f".{name} {{ background-image: url(data:image/svg+xml;base64,{coded}) }}"
    )


def test_the_order_of_use_does_not_show() -> None:
    one, other = Marks(), Marks()
    for mark in ("<svg>1</svg>", "<svg>2</svg>"):
        one.name(mark)
    for mark in ("<svg>2</svg>", "<svg>1</svg>"):
        other.name(mark)
    assert one.rules == other.rules


def test_no_mark_has_no_class() -> None:
    assert Marks().name("") == ""
