"""What programs send is never passed over: every shape of a request refuses unknown fields."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from rest_framework import serializers

from portal.serializers.inputs import InputSerializer

ROOT = Path(__file__).parents[2]
APPS = ("portal", "assessments", "portfolio")


def shapes_of_requests() -> dict[str, type[serializers.BaseSerializer[object]]]:
    """Every shape that an endpoint names as its request."""
    found = {}
    for app in APPS:
        for file in sorted((ROOT / app / "api").glob("*.py")):
            source = file.read_text()
            shapes = re.search(r"^from ([\w.]+) import (\w+) as shapes$", source, re.MULTILINE)
            asked = re.findall(r"request=(?:shapes\.(\w+)|\{([^}]*)\})", source)
            names = {name for name, _more in asked if name}
            names |= {name for _one, more in asked for name in re.findall(r"shapes\.(\w+)", more)}
            for name in sorted(names):
                assert shapes, file
                module = import_module(f"{shapes[1]}.{shapes[2]}")
                found[f"{app}.{file.stem}.{name}"] = getattr(module, name)
    return found


FOUND = shapes_of_requests()


def test_there_are_shapes_to_look_at() -> None:
    assert len(FOUND) > 35


@pytest.mark.parametrize("name", FOUND)
def test_the_shape_of_a_request_refuses_what_it_does_not_know(name: str) -> None:
    shape = FOUND[name]
    assert issubclass(shape, InputSerializer)
    for field in shape().fields.values():
        if field.read_only:
            continue
        inner = getattr(field, "child", field)
        assert not isinstance(inner, serializers.Serializer) or isinstance(inner, InputSerializer)
    sent = shape(data={"nobody_knows": 1})
    assert not sent.is_valid()
    assert sent.errors["nobody_knows"] == ["There is no such field."]
