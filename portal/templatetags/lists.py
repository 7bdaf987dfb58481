"""Lists that sort, filter and page by plain links, and by htmx where there is JavaScript."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms, template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.paginator import Page
from django.http import HttpRequest
from django.template import Context
from django.template.base import FilterExpression, Parser, TextNode, Token, VariableNode
from django.urls import reverse
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.domain.page_parts import Chip, Tab
from portal.web.components import draw, drawn_once

register = template.Library()

PAGE_SIZES = (25, 50, 100)
_URL = "?sort-here"
_QUERY = "?query-here"
_SAID = "_query_as_written"
_FILES = (
    ("csv", gettext_noop("CSV")),
    ("xlsx", gettext_noop("Spreadsheet")),
    ("json", gettext_noop("JSON")),
)


class Link(NamedTuple):
    """One choice in a pager: its word, where it leads, and whether it is where we are."""

    label: str
    url: str
    is_current: bool


@register.simple_block_tag
def live_list(content: SafeString, id: str) -> SafeString:  # noqa: A002
    """Wrap what a filter, a sort or a pager changes; links inside need only ``hx-get``."""
    return draw("live_list", id=id, body=content)


class FlatRows(template.Node):
    """Writes a body of text and names once for each row, without a node for each value."""

    def __init__(self, rows: FilterExpression, body: template.NodeList) -> None:
        self._rows = rows
        #: Each name with the text before it, and the text after the last.
        self._pieces: list[tuple[str, str]] = []
        self._end = ""
        for node in body:
            self._add(node)

    def _add(self, node: template.Node) -> None:
        if isinstance(node, TextNode):
            self._end += node.s
        elif isinstance(node, VariableNode) and node.filter_expression.token.isidentifier():
            self._pieces.append((self._end, node.filter_expression.token))
            self._end = ""
        else:
            raise template.TemplateSyntaxError("Flat rows hold text and plain names alone.")

    def render(self, context: Context) -> SafeString:
        """Return all rows; what is no markup yet is escaped."""
        rows: Iterable[Mapping[str, Any]] = self._rows.resolve(context)
        written: list[str] = []
        for row in rows:
            for text, name in self._pieces:
                value = row[name]
                written.append(text)
                # Joined and not formatted, which would ask every piece of markup for its words.
                written.append(value if type(value) is SafeString else conditional_escape(value))
            written.append(self._end)
        return SafeString("".join(written))


@register.tag
def flat_rows(parser: Parser, token: Token) -> FlatRows:
    """Repeat a body for rows that are ready: ``{% flat_rows rows %}<td>{{ title }}</td>…``.

    The names are the keys of each row. A loop of the template language would take longer over
    fifty rows of a dozen cells than everything else on the page.
    """
    _tag, rows = token.split_contents()
    body = parser.parse(("endflat_rows",))
    parser.delete_first_token()
    return FlatRows(parser.compile_filter(rows), body)


@register.simple_tag(takes_context=True)
def filter_form(
    context: Context,
    form: forms.BaseForm,
    *,
    target: str,
    chips: Iterable[Chip] = (),
    clear_url: str = "",
) -> SafeString:
    """Draw the toolbar over a list: search (field ``q``), other filters, what is at work."""
    request: HttpRequest = context["request"]
    visible = form.visible_fields()
    return draw(
        "filter_form",
        action=request.path,
        target=target,
        search=next((bound for bound in visible if bound.name == "q"), None),
        fields=[bound for bound in visible if bound.name != "q"],
        hidden=form.hidden_fields(),
        chips=list(chips),
        clear_url=clear_url,
        form_id=f"{target}-filter",
    )


@register.simple_tag(takes_context=True)
def sort_header(
    context: Context, key: str, label: str, *, numeric: bool = False, first: str = "", css: str = ""
) -> SafeString:
    """Draw a column head that sorts: ``?sort=key``, again for ``?sort=-key``.

    ``first="desc"`` starts with the highest, as a reader expects of a score. The order that the
    view falls back to is in the context as ``sort``, so the first page shows its arrow too.
    """
    request: HttpRequest = context["request"]
    current = request.GET.get("sort") or str(context.get("sort", ""))
    opening, other = (f"-{key}", key) if first == "desc" else (key, f"-{key}")
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    url = _with(request, sort=other if current == opening else opening, page=None)
    classes = " ".join(filter(None, ("n" if numeric else "", css)))
    drawn = _sort_header(key, str(label), direction, classes)
    return SafeString(drawn.replace(_URL, escape(url)))


@drawn_once
def _sort_header(key: str, label: str, direction: str, css: str) -> SafeString:
    # A list has a dozen heads, and all but their addresses is the same on every page of it.
    return draw("sort_header", key=key, label=label, url=_URL, direction=direction, css=css)


@register.simple_tag
def export_links(address: str, query: str) -> SafeString:
    """Draw the ways to a list as a file; ``address`` names the URL that takes the kind of file."""
    return SafeString(_export_links(address).replace(_QUERY, escape(query)))


@drawn_once
def _export_links(address: str) -> SafeString:
    links = [(reverse(address, args=[kind]) + _QUERY, _(label)) for kind, label in _FILES]
    return draw("export_links", links=links)


@register.simple_tag(takes_context=True)
def pager(context: Context, page: Page[Any], *, sizes: Sequence[int] = PAGE_SIZES) -> SafeString:
    """Draw which rows are shown, of how many, and the way to the others."""
    request: HttpRequest = context["request"]
    paginator = page.paginator
    numbers = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return draw(
        "pager",
        page=page,
        shown=_("%(first)s to %(last)s of %(total)s")
        % {
            "first": intcomma(page.start_index()),
            "last": intcomma(page.end_index()),
            "total": intcomma(paginator.count),
        },
        previous_url=_with(request, page=page.number - 1) if page.has_previous() else "",
        next_url=_with(request, page=page.number + 1) if page.has_next() else "",
        links=[_page_link(request, number, page.number) for number in numbers]
        if paginator.num_pages > 1
        else [],
        sizes=[_size_link(request, size, paginator.per_page) for size in sizes]
        if paginator.count > min(sizes)
        else [],
        form_id=context.get("filter_form_id", ""),
        sort=request.GET.get("sort", ""),
    )


@register.simple_tag
def view_tabs(views: Iterable[Tab], *, label: str) -> SafeString:
    """Draw saved views or sections as tabs of links: label, url, count, is_current."""
    return draw("view_tabs", views=list(views), label=label)


def _with(request: HttpRequest, **changes: Any) -> str:
    said = dict(_said(request))
    for name, value in changes.items():
        if value is None:
            said.pop(name, None)
        else:
            said[name] = urlencode({name: str(value)}, safe=",")
    return f"?{'&'.join(said.values())}"


def _said(request: HttpRequest) -> dict[str, str]:
    """Return each name of the query, and how it is written; once for all links of a page."""
    kept: dict[str, str] | None = getattr(request, _SAID, None)
    if kept is None:
        # An empty list is written as nothing, and would leave a stray separator.
        lists = {name: values for name, values in request.GET.lists() if values}
        kept = {
            name: urlencode({name: values}, doseq=True, safe=",") for name, values in lists.items()
        }
        setattr(request, _SAID, kept)
    return kept


def _page_link(request: HttpRequest, number: int | str, current: int) -> Link:
    if isinstance(number, str):
        return Link(number, "", is_current=False)
    return Link(str(number), _with(request, page=number), is_current=number == current)


def _size_link(request: HttpRequest, size: int, current: int) -> Link:
    return Link(str(size), _with(request, per_page=size, page=None), is_current=size == current)
