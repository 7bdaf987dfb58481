"""Form fields and the summary of what is wrong with them, after the pattern of GOV.UK."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django import forms, template
from django.forms import BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.domain.page_parts import Conflict
from portal.web import kept_forms
from portal.web.components import draw, drawn_once
from portal.web.kept_forms import MARK, mark_for

register = template.Library()

_CONTROL = "<!--control-here-->"


class Problem(NamedTuple):
    """One thing to put right: what it is, and where."""

    message: str
    target: str


@register.simple_tag
def field(
    bound: BoundField,
    *,
    layout: str = "cards",
    size: str = "",
    optional: bool = False,
    label: str = "",
    hint: bool = True,
) -> SafeString:
    """Draw one form field: label, hint, error and control, tied together for screen readers.

    ``layout`` arranges radio buttons and checkboxes: ``cards``, ``row``, ``stack`` (a row that
    becomes a column on phones) or ``list`` (small, for menus). ``size="lg"`` is for pages where
    people decide. ``label`` and ``hint=False`` put our words in the place of those that a
    library's form brings along.
    """
    if not hint:
        bound.help_text = ""
    widget = bound.field.widget
    values = {"field": bound, "label": label or bound.label, "optional": optional}
    if isinstance(widget, forms.CheckboxInput):
        return draw("field_check", control=_control(bound, "form-check-input"), **values)
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        is_multiple = isinstance(widget, forms.CheckboxSelectMultiple)
        if is_multiple or layout == "list":
            widget.attrs.setdefault("class", "form-check-input")
        options = list(bound)
        return draw(
            "field_choices", options=options, layout=layout, is_multiple=is_multiple, **values
        )
    name = "form-select" if isinstance(widget, forms.Select) else "form-control"
    css = f"{name} form-control--lg" if size == "lg" else name
    control = _control(bound, css)
    if bound.errors or bound.help_text:
        return draw("field", control=control, **values)
    drawn = _plain_field(str(values["label"]), bound.id_for_label, optional)
    return SafeString(drawn.replace(_CONTROL, control))


@drawn_once
def _plain_field(label: str, id_for_label: str, optional: bool) -> SafeString:
    # A field that says nothing but its label is the same around its control on every page.
    plain = {"errors": (), "help_text": "", "id_for_label": id_for_label}
    return draw("field", field=plain, label=label, control=SafeString(_CONTROL), optional=optional)


@register.simple_tag(takes_context=True)
def keep_over_sign_in(context: Context) -> SafeString:
    """Mark a form as the reader's, so that what they type outlives the end of their session.

    The view reads the form through ``portal.web.kept_forms.posted_or_kept``.
    """
    mark = mark_for(context["request"].user.pk)
    return format_html('<input type="hidden" name="{}" value="{}">', MARK, mark)


@register.simple_tag(takes_context=True)
def files_to_choose_again(context: Context) -> str:
    """Name the files that came with a form which was kept without them."""
    names = kept_forms.files_to_choose_again(context["request"])
    return ", ".join(f"“{name}”" for name in names)


@register.simple_tag
def error_summary(*bound_forms: forms.BaseForm) -> SafeString:
    """Draw "There is a problem" with a link to each field, or nothing where nothing is wrong."""
    problems = [problem for form in bound_forms for problem in _problems(form)]
    return draw("error_summary", problems=problems) if problems else SafeString("")


@register.simple_tag
def conflict_table(conflicts: Iterable[Conflict], *, who: str, when: str) -> SafeString:
    """Show what somebody saved while the reader was writing, beside what the reader wrote.

    It stands above the form, which still holds the reader's words and the newest version.
    """
    return draw("conflict_table", conflicts=list(conflicts), who=who, when=when)


def _problems(form: forms.BaseForm) -> Iterator[Problem]:
    for message in form.non_field_errors():
        yield Problem(str(message), "")
    for bound in form.visible_fields():
        # A group of buttons has no id of its own: the first button is where to go.
        target = f"{bound.id_for_label or bound.auto_id + '_0'}"
        for message in bound.errors:
            yield Problem(str(message), target)
    for bound in form.hidden_fields():
        for message in bound.errors:
            yield Problem(str(message), "")


def _control(bound: BoundField, css: str) -> SafeString:
    own = bound.field.widget.attrs.get("class", "")
    # A placeholder is no label and vanishes while one types: the hint says what it would say.
    return bound.as_widget(attrs={"class": f"{css} {own}".strip(), "placeholder": False})
