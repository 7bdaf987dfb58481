"""The drawing of a matrix of more than 2,000 use cases: one mark for each square of each bucket."""

from collections import defaultdict
from math import sqrt

from django.utils.translation import gettext as _

from portal.charts.binning import STEP, bin_points
from portal.charts.matrix_marks import small_mark
from portal.charts.matrix_plane import Plane
from portal.charts.palette import BUCKET_TONES, SURFACE
from portal.domain.chart_specs.figures import BucketMark
from portal.domain.chart_specs.matrix import MatrixSpec

LARGEST_COUNT = 14.0
"""Radius in pixels of the largest count where its square leaves that much room."""

SMALLEST_COUNT = 1.5
_SHARE_OF_SQUARE = 0.45


def draw_counts(spec: MatrixSpec, plane: Plane) -> list[str]:
    """Draw one mark for each count, at the mean of those it stands for.

    Parameters
    ----------
    spec
        What is shown; at least one point.
    plane
        The ground.

    Returns
    -------
    list of str
        A group for each bucket. Area is proportional to the count, but no mark is too small to be
        seen, and the largest just fits its square.
    """
    bins = bin_points(spec.points)
    sides = (plane.across.at(STEP) - plane.across.at(0), plane.up.at(0) - plane.up.at(STEP))
    largest = min(LARGEST_COUNT, _SHARE_OF_SQUARE * min(sides))
    groups: dict[BucketMark, list[str]] = defaultdict(list)
    for each in bins:
        radius = max(largest * sqrt(each.count / bins[0].count), SMALLEST_COUNT)
        place = plane.across.at(each.feasibility), plane.up.at(each.value)
        groups[each.bucket].append(small_mark(each.bucket, *place, radius))
    return [_group(bucket, groups[bucket]) for bucket in BucketMark if bucket in groups]


def _group(bucket: BucketMark, marks: list[str]) -> str:
    tone = BUCKET_TONES[bucket]
    return (
        f'<g class="f-{tone.name} s-{SURFACE.name}" fill="{tone.light}" stroke="{SURFACE.light}" '
        f'fill-opacity=".6" stroke-width="1">{"".join(marks)}</g>'
    )


def note(spec: MatrixSpec) -> str:
    """Say how the matrix was thinned out."""
    return _(
        "%(count)s use cases are drawn as counts: each mark stands for those of one bucket within "
        "%(step)d by %(step)d points, at their mean, and its area for how many there are."
    ) % {"count": f"{len(spec.points):,}", "step": STEP}
