"""The colours of drawings: each is a token of the page, with its light value for the PDF.

The page colours a mark through its class; WeasyPrint applies no page style to inline SVG, so the
light value stands beside the class as an attribute. The values mirror ``static/css/tokens.css``.
"""

from dataclasses import dataclass

from portal.domain.chart_specs.figures import BucketMark


@dataclass(frozen=True, slots=True)
class Tone:
    """One colour.

    Attributes
    ----------
    name
        What follows ``f-`` (fill) and ``s-`` (stroke) in the class names of drawings.
    token
        The custom property behind the class.
    light
        Its value in the light theme.
    """

    name: str
    token: str
    light: str


INK = Tone("ink", "--st-ink", "#131e25")
INK_2 = Tone("ink2", "--st-ink-2", "#44525a")
INK_3 = Tone("ink3", "--st-ink-3", "#5a6971")
SURFACE = Tone("surface", "--st-surface", "#ffffff")
PAPER = Tone("paper", "--st-paper", "#f4f6f6")
SUNK = Tone("sunk", "--st-sunk", "#ebeff0")
LINE = Tone("line", "--st-line", "#dbe2e4")
LINE_STRONG = Tone("lines", "--st-line-strong", "#7a8990")
ACCENT = Tone("accent", "--st-accent", "#0b5a68")
ACCENT_SOFT = Tone("asoft", "--st-accent-soft", "#e2eff1")
THREAD = Tone("thread", "--st-thread", "#138a9b")
EFFICIENCY = Tone("eff", "--st-efficiency", "#0072b2")
AUGMENTATION = Tone("aug", "--st-augmentation", "#bf7a00")
TRANSFORMATION = Tone("tra", "--st-transformation", "#ab4a85")
ON_AUGMENTATION = Tone("onaug", "--st-on-augmentation", "#131e25")
BAD = Tone("bad", "--st-bad", "#9f161b")
BAD_SOFT = Tone("bads", "--st-bad-soft", "#fbe9e7")
LEVEL_2 = Tone("l2", "--st-level-2", "#bad6db")
LEVEL_4 = Tone("l4", "--st-level-4", "#2e7281")
SLAB = Tone("slab", "--st-slab", "#2e7281")
SLAB_BASE = Tone("slabb", "--st-slab-base", "#0b4753")
ON_SLAB = Tone("onslab", "--st-on-slab", "#ffffff")

TONES = (
    INK,
    INK_2,
    INK_3,
    SURFACE,
    PAPER,
    SUNK,
    LINE,
    LINE_STRONG,
    ACCENT,
    ACCENT_SOFT,
    THREAD,
    EFFICIENCY,
    AUGMENTATION,
    TRANSFORMATION,
    ON_AUGMENTATION,
    BAD,
    BAD_SOFT,
    LEVEL_2,
    LEVEL_4,
    SLAB,
    SLAB_BASE,
    ON_SLAB,
)

BUCKET_TONES = {
    BucketMark.EFFICIENCY: EFFICIENCY,
    BucketMark.AUGMENTATION: AUGMENTATION,
    BucketMark.TRANSFORMATION: TRANSFORMATION,
}

# White on augmentation reaches only 3.5:1, so dark ink is written there in both themes.
ON_BUCKET_TONES = {
    BucketMark.EFFICIENCY: SURFACE,
    BucketMark.AUGMENTATION: ON_AUGMENTATION,
    BucketMark.TRANSFORMATION: SURFACE,
}

# Plotly checks that a colour is one, so figures are built with these and name the tokens after.
PLOTLY_TOKENS = {
    tone.light: tone.token
    for tone in (
        INK,
        INK_2,
        INK_3,
        SURFACE,
        LINE,
        LINE_STRONG,
        ACCENT,
        ACCENT_SOFT,
        EFFICIENCY,
        AUGMENTATION,
        TRANSFORMATION,
        BAD,
        LEVEL_2,
        LEVEL_4,
    )
}
