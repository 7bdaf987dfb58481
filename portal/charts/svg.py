"""Drawing by hand: small functions that return safe pieces of SVG, coloured for page and PDF.

Every text is escaped here and nowhere else; every number is rounded to a tenth, so that the same
spec gives the same bytes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from django.utils.safestring import SafeString

from portal.charts.palette import INK, SURFACE, Tone
from portal.domain.text_metrics import ASCENT, DESCENT, text_width

FONT = "Helvetica, Arial, Liberation Sans, sans-serif"
HALO = 3.0

# XML knows no control characters, not even escaped ones.
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0x7F, 0xFFFE, 0xFFFF])


class Medium(StrEnum):
    """Where a drawing stands: wide screens, phones, both of them, or the PDF."""

    WIDE = "wide"
    NARROW = "narrow"
    PAGE = "page"
    REPORT = "report"


class Anchor(StrEnum):
    """Which end of a text stands at its x."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that a mark or a label takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two overlap; touching edges do not."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def inside(self, other: "Box") -> bool:
        """Whether this one lies wholly within the other."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def number(value: float) -> str:
    """Write a coordinate with at most one decimal and no trailing zero.

    Parameters
    ----------
    value
        Any finite number.

    Returns
    -------
    str
        The shortest writing of it.

    Examples
    --------
    >>> number(12.04), number(-0.01), number(7.25)
    ('12', '0', '7.2')
    """
    written = f"{value:.1f}"
    written = written.removesuffix(".0")
    return "0" if written == "-0" else written


def escaped(words: str) -> str:
    """Make a text harmless inside an element or an attribute of a drawing.

    Parameters
    ----------
    words
        Any text.

    Returns
    -------
    str
        The text with markup characters escaped and control characters left out.

    Examples
    --------
    >>> escaped('<b>"x"')
    '&lt;b&gt;&quot;x&quot;'
    """
    return escape(words.translate(_CONTROLS))


def own_url(url: str) -> str:
    """Let through only addresses within the portal.

    Parameters
    ----------
    url
        A path, a query or a fragment.

    Returns
    -------
    str
        The address, or "" when it leads elsewhere or carries a scheme.

    Examples
    --------
    >>> own_url("/portfolio/?page=2"), own_url("javascript:alert(1)"), own_url("//elsewhere")
    ('/portfolio/?page=2', '', '')
    """
    if url.startswith(("?", "#")) or (url.startswith("/") and url[1:2] not in {"/", "\\"}):
        return url
    return ""


def svg(
    parts: Iterable[str],
    width: float,
    height: float,
    medium: Medium,
    *,
    title: str = "",
    extra: str = "",
) -> SafeString:
    """Close a drawing.

    Parameters
    ----------
    parts
        Pieces made by the functions of this module.
    width, height
        Size in pixels; the page lets the drawing grow to its column.
    medium
        On a page the drawing is hidden from assistive technology, because the table beneath says
        the same; in the PDF it is a figure with a title.
    title
        The text alternative in the PDF.
    extra
        A further class.

    Returns
    -------
    SafeString
        The whole ``<svg>``.
    """
    classes = ["st-draw"]
    if medium in {Medium.WIDE, Medium.NARROW}:
        classes.append(f"st-draw--{medium}")
    if extra:
        classes.append(extra)
    size = f"{number(width)} {number(height)}"
    head = (
        f'<svg class="{" ".join(classes)}" viewBox="0 0 {size}" width="{number(width)}" '
        f'height="{number(height)}" font-family="{FONT}"'
    )
    if medium is Medium.REPORT:
        head += f' role="img"><title>{escaped(title)}</title>'
    else:
        head += ' aria-hidden="true">'
    return SafeString(head + "".join(parts) + "</svg>")


def _paint(fill: Tone | None, stroke: Tone | None, mark: str = "") -> str:
    names = []
    if fill:
        names.append(f"f-{fill.name}")
    if stroke:
        names.append(f"s-{stroke.name}")
    if mark:
        names.append(mark)
    paint = f'class="{" ".join(names)}" fill="{fill.light if fill else "none"}"'
    return f'{paint} stroke="{stroke.light}"' if stroke else paint


def _line_style(width: float, dashes: str) -> str:
    style = f' stroke-width="{width:g}"' if width else ""
    return f'{style} stroke-dasharray="{dashes}"' if dashes else style


def rect(
    x: float,
    y: float,
    width: float,
    height: float,
    fill: Tone,
    *,
    stroke: Tone | None = None,
    radius: float = 0,
    stroke_width: float = 0,
    dashes: str = "",
    mark: str = "",
) -> str:
    """Draw a rectangle; a negative width or height counts as nothing."""
    corner = f' rx="{radius:g}"' if radius else ""
    return (
        f'<rect {_paint(fill, stroke, mark)} x="{number(x)}" y="{number(y)}" '
        f'width="{number(max(width, 0))}" height="{number(max(height, 0))}"{corner}'
        f"{_line_style(stroke_width, dashes)}/>"
    )


def line(
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    stroke: Tone,
    *,
    width: float = 1,
    dashes: str = "",
    is_round: bool = False,
) -> str:
    """Draw a straight line."""
    ends = ' stroke-linecap="round"' if is_round else ""
    return (
        f'<line class="s-{stroke.name}" stroke="{stroke.light}" x1="{number(x1)}" '
        f'y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"{_line_style(width, dashes)}{ends}/>'
    )


def circle(
    x: float,
    y: float,
    radius: float,
    *,
    fill: Tone | None = None,
    stroke: Tone | None = None,
    stroke_width: float = 0,
    dashes: str = "",
    mark: str = "",
) -> str:
    """Draw a circle around a centre."""
    return (
        f'<circle {_paint(fill, stroke, mark)} cx="{number(x)}" cy="{number(y)}" '
        f'r="{number(radius)}"{_line_style(stroke_width, dashes)}/>'
    )


def path(
    course: str,
    *,
    fill: Tone | None = None,
    stroke: Tone | None = None,
    stroke_width: float = 0,
    dashes: str = "",
    is_round: bool = False,
    mark: str = "",
) -> str:
    """Draw a path; ``course`` comes from numbers of ours, never from a text."""
    joins = ' stroke-linejoin="round"' if is_round else ""
    return (
        f'<path {_paint(fill, stroke, mark)} d="{course}"{_line_style(stroke_width, dashes)}'
        f"{joins}/>"
    )


def polyline(points: Iterable[tuple[float, float]]) -> str:
    """Write the course of a line through points."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def text(
    words: str,
    x: float,
    y: float,
    size: float,
    *,
    fill: Tone = INK,
    anchor: Anchor = Anchor.START,
    is_bold: bool = False,
    is_haloed: bool = False,
    is_upright: bool = False,
    ground: Tone = SURFACE,
) -> str:
    """Write one line of text.

    Parameters
    ----------
    words
        The line; it is escaped here.
    x, y
        Where its anchor stands on the base line.
    size
        Font size in pixels.
    fill
        Its colour.
    anchor
        Which end stands at ``x``.
    is_bold
        Whether it is set in weight 700.
    is_haloed
        Whether its ground is laid beneath it, so that grid lines do not run through it.
    is_upright
        Whether it is turned to read from bottom to top around its anchor.
    ground
        What it stands on.

    Returns
    -------
    str
        A ``<text>``, after a ``<rect>`` when it is haloed.
    """
    ends = "" if anchor is Anchor.START else f' text-anchor="{anchor}"'
    weight = ' font-weight="700"' if is_bold else ""
    place = (
        f'transform="translate({number(x)} {number(y)}) rotate(-90)"'
        if is_upright
        else f'x="{number(x)}" y="{number(y)}"'
    )
    drawn = (
        f'<text class="f-{fill.name}" fill="{fill.light}" {place} font-size="{size:g}"'
        f"{ends}{weight}>{escaped(words)}</text>"
    )
    if not is_haloed:
        return drawn
    box = text_box(words, x, y, size, anchor=anchor, is_bold=is_bold)
    halo = rect(
        box.left - HALO, box.top, box.right - box.left + 2 * HALO, box.bottom - box.top, ground
    )
    return halo + drawn


def text_box(
    words: str,
    x: float,
    y: float,
    size: float,
    *,
    anchor: Anchor = Anchor.START,
    is_bold: bool = False,
) -> Box:
    """Measure the room that ``text`` takes with the same arguments."""
    width = text_width(words, size, is_bold=is_bold)
    match anchor:
        case Anchor.START:
            left = x
        case Anchor.MIDDLE:
            left = x - width / 2
        case Anchor.END:
            left = x - width
    return Box(left, y - size * ASCENT, left + width, y + size * DESCENT)


def link(url: str, words: str, drawn: str) -> str:
    """Make marks a shortcut for the mouse; the table beneath carries the same link for everybody.

    Parameters
    ----------
    url
        Where it leads; "" gives the marks alone.
    words
        What the pointer is told.
    drawn
        The marks.

    Returns
    -------
    str
        An ``<a>`` that the keyboard passes by, or the marks.
    """
    told = f"<title>{escaped(words)}</title>" if words else ""
    target = own_url(url)
    if not target:
        return f"<g>{told}{drawn}</g>" if told else drawn
    return f'<a href="{escaped(target)}" tabindex="-1">{told}{drawn}</a>'


def arrow_head(x: float, y: float, toward: str, fill: Tone, size: float = 4) -> str:
    """Draw an arrow head whose tip stands at the point, ``toward`` left, right, up or down."""
    long = size * 7 / 4
    match toward:
        case "left":
            course = f"M{number(x)} {number(y)}l{number(long)} {number(-size)}v{number(2 * size)}Z"
        case "right":
            course = f"M{number(x)} {number(y)}l{number(-long)} {number(-size)}v{number(2 * size)}Z"
        case "up":
            course = f"M{number(x)} {number(y)}l{number(-size)} {number(long)}h{number(2 * size)}Z"
        case _:
            course = f"M{number(x)} {number(y)}l{number(-size)} {number(-long)}h{number(2 * size)}Z"
    return path(course, fill=fill)
