"""Lists of respondents: rows of domain, e-mail, perspective and layers, read all or not at all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assessments.domain.frameworks import Framework
from assessments.domain.invitations import Invitation, Perspective
from assessments.domain.row_errors import RowError, RowsRefused
from portal.domain.wording import gettext as _

DOMAIN, EMAIL, PERSPECTIVE, LAYERS = COLUMNS = ("domain", "e-mail", "perspective", "layers")
_NAMES = {"email": EMAIL, "mail": EMAIL, "person": EMAIL, "layer": LAYERS}
_EVERYTHING = frozenset({"", "all", "*"})


@dataclass(frozen=True, slots=True)
class Known:
    """What the cells of a list can name.

    Parameters
    ----------
    domains
        Name or code of a domain, in small letters, to the ids of the assessments it may mean.
    people
        E-mail address in small letters to the id of everybody who is known.
    able
        Ids of the people who may answer.
    framework
        The framework whose layers are named by key or title.
    """

    domains: Mapping[str, Sequence[int]]
    people: Mapping[str, int]
    able: Collection[int]
    framework: Framework


def read_respondents(
    rows: Sequence[Sequence[str]], known: Known
) -> dict[int, tuple[Invitation, ...]]:
    """Read a list of respondents.

    Parameters
    ----------
    rows
        The cells of each row. A first row that names columns is the header; without one, the
        columns are domain, e-mail, perspective and layers. Blank rows are passed over.
    known
        What the cells can name.

    Returns
    -------
    dict
        Id of each assessment to the invitations into it.

    Raises
    ------
    RowsRefused
        With every error of every row, when there is one.
    """
    order, first = _header(rows)
    errors: list[RowError] = []
    found: dict[int, tuple[Invitation, ...]] = {}
    seen: dict[tuple[int, int], int] = {}
    for number, cells in enumerate(rows[first:], start=first + 1):
        if not any(cell.strip() for cell in cells):
            continue
        said = {name: cell.strip() for name, cell in zip(order, cells, strict=False) if name}
        wrong = len(errors)
        assessment_id = _domain(number, said, known, errors)
        user_id = _person(number, said, known, errors)
        perspective = _perspective(number, said, errors)
        layers = _layers(number, said, known.framework, errors)
        if len(errors) > wrong:
            continue
        earlier = seen.setdefault((assessment_id, user_id), number)
        if earlier != number:
            sentence = _("Row {row} asks this person about this domain already.", row=earlier)
            errors.append(RowError(number, EMAIL, sentence))
            continue
        invitation = Invitation(user_id, perspective, layers)
        found[assessment_id] = (*found.get(assessment_id, ()), invitation)
    if not found and not errors:
        errors.append(RowError(1, DOMAIN, _("The list has no row that asks anybody.")))
    if errors:
        raise RowsRefused(errors)
    return found


def _header(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], int]:
    if rows:
        names = tuple(_name(cell) for cell in rows[0])
        if DOMAIN in names and EMAIL in names:
            return names, 1
    return COLUMNS, 0


def _name(cell: str) -> str:
    name = cell.strip().lstrip("\ufeff").casefold()
    name = _NAMES.get(name, name)
    return name if name in COLUMNS else ""


def _domain(row: int, said: Mapping[str, str], known: Known, errors: list[RowError]) -> int:
    text = said.get(DOMAIN, "")
    ids = known.domains.get(text.casefold(), ())
    if len(ids) == 1:
        return ids[0]
    if not text:
        sentence = _("Name a domain of the campaign.")
    elif ids:
        sentence = _("Several domains here are called “{name}”. Use the code.", name=text)
    else:
        sentence = _("The campaign has no domain “{name}”.", name=text)
    errors.append(RowError(row, DOMAIN, sentence))
    return 0


def _person(row: int, said: Mapping[str, str], known: Known, errors: list[RowError]) -> int:
    text = said.get(EMAIL, "")
    user_id = known.people.get(text.casefold())
    if user_id in known.able and user_id is not None:
        return user_id
    if not text:
        sentence = _("Give an e-mail address.")
    elif user_id is None:
        sentence = _("Nobody here has the e-mail address {email}.", email=text)
    else:
        sentence = _("{email} is not active or may not answer assessments.", email=text)
    errors.append(RowError(row, EMAIL, sentence))
    return 0


def _perspective(row: int, said: Mapping[str, str], errors: list[RowError]) -> Perspective:
    text = said.get(PERSPECTIVE, "").casefold()
    for each in Perspective:
        if text in {each.value, each.label.casefold()}:
            return each
    if text:
        words = ", ".join(each.value for each in Perspective)
        sentence = _("“{text}” is no perspective. Use one of {words}.", text=text, words=words)
        errors.append(RowError(row, PERSPECTIVE, sentence))
    return Perspective.SELF


def _layers(
    row: int, said: Mapping[str, str], framework: Framework, errors: list[RowError]
) -> tuple[str, ...]:
    text = said.get(LAYERS, "")
    if text.casefold() in _EVERYTHING:
        return ()
    names = {layer.key.casefold(): layer.key for layer in framework.layers}
    names |= {layer.title.casefold(): layer.key for layer in framework.layers}
    chosen = []
    for part in text.replace("|", ";").replace(",", ";").split(";"):
        key = names.get(part.strip().casefold())
        if key is not None:
            chosen.append(key)
        elif part.strip():
            sentence = _("The framework has no layer “{name}”.", name=part.strip())
            errors.append(RowError(row, LAYERS, sentence))
    return tuple(chosen)
