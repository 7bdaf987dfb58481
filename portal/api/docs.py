"""The page that explains the API, drawn from its own OpenAPI document.

Our own page and not Swagger UI: the strict content security policy needs no exception for it,
it works without JavaScript, and it looks like the rest of the portal.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator

from portal.web.access import MemberRequest
from portal.web.rendering import render_page

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or one property of a body."""

    name: str
    kind: str
    is_required: bool
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one address."""

    id: str
    method: str
    path: str
    summary: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answers: tuple[tuple[str, tuple[Field, ...]], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The operations under one word."""

    name: str
    operations: tuple[Operation, ...]


def docs(request: MemberRequest) -> HttpResponse:
    """Show every operation with its parameters, body and answers."""
    context = {
        "page_title": _("API"),
        "crumbs": ((_("API"), None),),
        "groups": _groups(),
        "base_url": request.build_absolute_uri("/api/v1/"),
    }
    return render_page(request, "portal/api/docs.html", context)


@cache
def _groups() -> tuple[Group, ...]:
    generator: Any = SchemaGenerator
    document = generator().get_schema(request=None, public=True)
    parts = document["components"].get("schemas", {})
    grouped: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                told = methods[method]
                tag = (told.get("tags") or ["other"])[0]
                grouped.setdefault(tag, []).append(_operation(path, method, told, parts))
    return tuple(Group(name, tuple(found)) for name, found in sorted(grouped.items()))


def _operation(path: str, method: str, told: Any, parts: Any) -> Operation:
    parameters = tuple(
        Field(
            p["name"], _kind(p.get("schema", {})), bool(p.get("required")), p.get("description", "")
        )
        for p in told.get("parameters", ())
    )
    body = _fields(_content(told.get("requestBody", {})), parts)
    answers = tuple(
        (code, _fields(_content(answer), parts)) for code, answer in told["responses"].items()
    )
    summary = told.get("summary") or told.get("description", "")
    return Operation(told["operationId"], method.upper(), path, summary, parameters, body, answers)


def _content(holder: Any) -> Any:
    for described in holder.get("content", {}).values():
        return described.get("schema", {})
    return {}


def _fields(schema: Any, parts: Any) -> tuple[Field, ...]:
    resolved = _resolve(schema, parts)
    required = set(resolved.get("required", ()))
    return tuple(
        Field(name, _kind(told), name in required, told.get("description", ""))
        for name, told in resolved.get("properties", {}).items()
    )


def _resolve(schema: Any, parts: Any) -> Any:
    if "$ref" in schema:
        return _resolve(parts[schema["$ref"].rpartition("/")[2]], parts)
    if schema.get("type") == "array":
        return _resolve(schema["items"], parts)
    return schema


def _kind(schema: Any) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if schema.get("type") == "array":
        return f"{_kind(schema.get('items', {}))} …"
    if "allOf" in schema or "oneOf" in schema:
        return _kind((schema.get("allOf") or schema["oneOf"])[0])
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    return str(schema.get("format") or schema.get("type") or "any")
