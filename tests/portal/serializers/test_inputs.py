"""What programs say: faults all at once, unknown fields by name, never more than a reader needs."""

from rest_framework import serializers

from portal.serializers.inputs import LONGEST_NAME, MOST_TOLD, InputSerializer


class Inner(InputSerializer):
    depth = serializers.IntegerField()


class Outer(InputSerializer):
    elsewhere = {"state": "Ask elsewhere."}
    count = serializers.IntegerField()
    parts = Inner(many=True, required=False)


def faults(**said: object) -> object:
    shape = Outer(data=said)
    assert not shape.is_valid()
    return shape.errors


def test_known_fields_are_read() -> None:
    shape = Outer(data={"count": 3, "parts": [{"depth": 1}]})
    assert shape.is_valid()
    assert shape.validated_data == {"count": 3, "parts": [{"depth": 1}]}


def test_unknown_fields_and_wrong_ones_are_told_together() -> None:
    assert faults(count="x", colour="red", state="new", parts=[{"depth": 1, "hue": 2}]) == {
        "colour": ["There is no such field."],
        "state": ["Ask elsewhere."],
        "count": ["A valid integer is required."],
        "parts": {0: {"hue": ["There is no such field."]}},
    }


class Titled(InputSerializer):
    title = serializers.CharField(max_length=20)
    message = serializers.CharField(required=False)


def test_a_title_is_folded_to_one_line_and_a_message_keeps_its_lines() -> None:
    shape = Titled(data={"title": " Spring\r\nreview\t2026 ", "message": "One.\nTwo."})
    assert shape.is_valid()
    assert shape.validated_data == {"title": "Spring review 2026", "message": "One.\nTwo."}


def test_a_title_of_line_breaks_alone_is_empty() -> None:
    shape = Titled(data={"title": "\n\n"})
    assert not shape.is_valid()
    assert shape.errors == {"title": ["This field may not be blank."]}


def test_a_title_that_is_no_text_is_left_to_its_field() -> None:
    shape = Titled(data={"title": ["a"]})
    assert not shape.is_valid()
    assert shape.errors == {"title": ["Not a valid string."]}


def test_a_refusal_stays_short_whatever_was_sent() -> None:
    told = faults(count=1, **{f"{number}{'x' * 500}": 1 for number in range(100)})
    assert isinstance(told, dict)
    assert len(told) == MOST_TOLD
    assert {len(name) for name in told} == {LONGEST_NAME}
