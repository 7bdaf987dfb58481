"""Reading what the rows of a list exported as it was seen mean: use cases by id, people by name."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import batched
from typing import Final

from portal.domain.roles import Capability, Member
from portal.models import User
from portfolio.domain.listed_cells import file_texts
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.register_columns import SEEN_SOURCE
from portfolio.domain.use_case_columns import COLUMNS
from portfolio.domain.use_cases import code
from portfolio.models import UseCase
from portfolio.selectors.imports import holders
from portfolio.selectors.listed_use_cases import listed_by_id

BATCH: Final = 500


def numbers_meant(codes: Mapping[int, str]) -> Mapping[int, tuple[int, ...]]:
    """Return the ids of the use cases that rows may mean, whoever may see them.

    Parameters
    ----------
    codes
        Number of a row to the name it goes by: an id as it is written, or the reference of a row
        that has none.

    Returns
    -------
    mapping
        Number of a row to the use case of that id, and the one that such a list brought under it.
    """
    found: dict[int, tuple[int, ...]] = {}
    for some in batched(codes.items(), BATCH):
        numbers = [_number(text) for _row, text in some]
        there = UseCase.objects.filter(pk__in=[each for each in numbers if each])
        by_id = {code(pk): pk for pk in there.values_list("pk", flat=True)}
        brought = UseCase.objects.filter(
            source=SEEN_SOURCE, external_reference__in=[text for _row, text in some]
        ).exclude(external_reference="")
        by_name = dict(brought.values_list("external_reference", "pk"))
        for row, text in some:
            both = (by_id.get(text), by_name.get(text))
            meant = tuple(dict.fromkeys(pk for pk in both if pk is not None))
            if meant:
                found[row] = meant
    return found


def use_cases_to_change(member: Member, ids: Collection[int]) -> dict[int, UseCase]:
    """Return the use cases among the given ids that the member sees and may import over."""
    rows = UseCase.objects.visible_to(member).filter(pk__in=ids)
    return {
        row.pk: row
        for row in rows.select_related("domain", *OwnerRole)
        if member.can(Capability.IMPORT_USE_CASES, row.domain.path)
    }


def shown_texts(
    member: Member, ids: Sequence[int], keys: Sequence[str]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield for use cases what a file says of them today under the given columns."""
    columns = [COLUMNS[key] for key in keys]
    rows = list(listed_by_id(member, ids, tuple(keys)))
    texts = file_texts((row.values for row in rows), columns)
    yield from zip((row.pk for row in rows), texts, strict=True)


def people_called(names: Collection[str], *, today: date) -> dict[str, list[User]]:
    """Return the people who are here and hold a role today, by their name."""
    found: dict[str, list[User]] = {}
    for some in batched(sorted(names), BATCH):
        for person in holders(today=today).filter(name__in=some):
            found.setdefault(person.name, []).append(person)
    return found


def _number(text: str) -> int:
    digits = text.removeprefix("UC-")
    return int(digits) if digits.isdigit() and digits != text else 0
