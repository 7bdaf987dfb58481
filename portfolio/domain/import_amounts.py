"""Amounts in cells of a foreign file: money and weeks of work, read exactly or not at all."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from portal.domain.wording import gettext as _
from portfolio.domain.import_cells import UnreadableCellError, quoted

LARGEST_AMOUNT: Final = Decimal(10) ** 12
"""Amounts from here on do not fit the portfolio's columns."""

LONGEST_AMOUNT: Final = 60
"""Longer texts are not looked at: no amount is."""

CENT: Final = Decimal("0.01")

_THOUSAND, _MILLION, _BILLION = Decimal(10) ** 3, Decimal(10) ** 6, Decimal(10) ** 9
_MAGNITUDES: Final = {
    **dict.fromkeys(("k", "thousand"), _THOUSAND),
    **dict.fromkeys(("m", "mn", "mio", "million", "millions"), _MILLION),
    **dict.fromkeys(("bn", "billion", "billions"), _BILLION),
}

_CURRENCIES: Final = (
    *("EUR", "USD", "GBP", "CHF", "JPY", "CNY", "AUD", "CAD", "NZD", "SEK", "NOK", "DKK", "ISK"),
    *("PLN", "CZK", "HUF", "RON", "BGN", "TRY", "UAH", "RUB", "INR", "SGD", "HKD", "KRW", "TWD"),
    *("THB", "MYR", "IDR", "PHP", "VND", "BRL", "MXN", "ARS", "CLP", "COP", "ZAR", "NGN", "KES"),
    *("EGP", "MAD", "ILS", "AED", "SAR", "QAR"),
)
_DOLLARS: Final = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN")
_SIGNS: Final = {
    **{code.casefold(): (code,) for code in _CURRENCIES},
    **dict.fromkeys(("€", "euro", "euros"), ("EUR",)),
    **dict.fromkeys(("$", "dollar", "dollars"), _DOLLARS),
    **dict.fromkeys(("£", "pound", "pounds"), ("GBP",)),
    "us$": ("USD",),
    "¥": ("JPY", "CNY"),
    **dict.fromkeys(("fr", "fr.", "sfr", "sfr."), ("CHF",)),
}
"""How a currency is written, to the currencies it may mean, the likeliest first."""

_WEEKS: Final = r"(?:person[- ]?)?(?:weeks?|wks?)|pw"
_NUMBER: Final = r"[0-9](?:[0-9.,' ]*[0-9])?|[.,][0-9]+"
_CURRENCY: Final = "|".join(sorted(map(re.escape, _SIGNS), key=len, reverse=True))
_MAGNITUDE: Final = "|".join(sorted(_MAGNITUDES, key=len, reverse=True))
_YEARLY: Final = r"\s(?:p\.\s?a\.?|pa|per\sannum|(?:per|a|each)\syear)|\s?/\s?(?:year|yr)"
_MONEY: Final = re.compile(
    rf"(?P<open>\()?(?P<before>{_CURRENCY})? ?(?P<minus>[-−–])? ?(?P<inside>{_CURRENCY})? ?"
    rf"(?P<number>{_NUMBER})(?:(?P<nought>[.,])(?:--?|[–—]))? ?(?P<magnitude>{_MAGNITUDE})? ?"
    rf"(?P<after>{_CURRENCY})?(?P<close>\))?(?P<yearly>{_YEARLY})?"
)
_WORK: Final = re.compile(rf"(?P<minus>[-−–])? ?(?P<number>{_NUMBER}) ?(?:{_WEEKS})?")
_SIGN: Final = re.compile(r"([.,' ])")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as it is stored.

    Attributes
    ----------
    value
        Money in the portal's currency to the cent, or weeks.
    is_ambiguous
        True when its one sign could stand before decimals as well, and was read as grouping.
    has_words
        True when more than digits and a currency was read, such as k, million or p.a.
    """

    value: Decimal
    is_ambiguous: bool = False
    has_words: bool = False


def read_money(
    text: str, *, decimal_mark: str = "", currency: str, is_yearly: bool = False
) -> Amount:
    """Read an amount of money.

    Parameters
    ----------
    text
        A cleaned cell that says something.
    decimal_mark
        What the file is known to write before decimals, a dot or a comma; empty when nobody said.
    currency
        The portal's currency, three letters (ISO 4217). Its sign or code may stand before or
        after the number.
    is_yearly
        True when the amount is one for each year, so that "per year" says nothing new.

    Returns
    -------
    Amount
        The amount, half a cent rounded up.

    Raises
    ------
    UnreadableCellError
        When it is no amount, names another currency, is negative or too large, is one for each
        year where one in all is wanted, or can be read in two ways that a word such as million
        sets far apart.

    Notes
    -----
    ``k`` and ``thousand``, ``m``, ``mn``, ``mio`` and ``million``, ``bn`` and ``billion`` count,
    in any case. A sign that groups stands before groups of exactly three digits. Of two signs the
    last is the decimal mark. One sign before exactly three digits groups, unless `decimal_mark`
    says otherwise; before any other number of digits it is the decimal mark.

    Examples
    --------
    >>> read_money("€ 1,250.50", currency="EUR").value, read_money("5k", currency="EUR").value
    (Decimal('1250.50'), Decimal('5000.00'))
    >>> read_money("€420k p.a.", currency="EUR", is_yearly=True).value
    Decimal('420000.00')
    >>> found = read_money("250.000", currency="EUR")
    >>> found.value, found.is_ambiguous
    (Decimal('250000.00'), True)
    >>> read_money("250.000", decimal_mark=".", currency="EUR").value
    Decimal('250.00')
    """
    match = _matched(_MONEY, text)
    if match is None or bool(match["open"]) != bool(match["close"]):
        raise _no_amount(text)
    _check_currency(text, match, currency)
    if match["yearly"] and not is_yearly:
        raise UnreadableCellError(
            _(
                "{value} is an amount for each year; one amount in all is needed.",
                value=quoted(text),
            )
        )
    # A mark and a dash, as in 5.000,-, say that there are no cents.
    cents = f"{match['nought']}00" if match["nought"] else ""
    amount = _number(match["number"] + cents, decimal_mark)
    if amount is None:
        raise _no_amount(text)
    if match["magnitude"]:
        if amount.is_ambiguous:
            sentence = _(
                "{value} can be read in two ways. Write all its digits.", value=quoted(text)
            )
            raise UnreadableCellError(sentence)
        amount = Amount(amount.value * _MAGNITUDES[match["magnitude"]])
    _check_size(text, amount, is_negative=bool(match["minus"] or match["open"]))
    return Amount(
        amount.value.quantize(CENT, ROUND_HALF_UP),
        amount.is_ambiguous,
        has_words=bool(match["magnitude"] or match["yearly"]),
    )


def read_weeks(text: str, *, decimal_mark: str = "") -> Amount:
    """Read an amount of work in weeks; its signs mean what they mean in `read_money`.

    Parameters
    ----------
    text
        A cleaned cell that says something; the word weeks or person-weeks may follow.
    decimal_mark
        What the file is known to write before decimals; empty when nobody said.

    Returns
    -------
    Amount
        The weeks.

    Raises
    ------
    UnreadableCellError
        When it is no number of weeks, negative or too large.

    Examples
    --------
    >>> read_weeks("12 person-weeks").value, read_weeks("2,5").value
    (Decimal('12'), Decimal('2.5'))
    """
    match = _matched(_WORK, text)
    amount = _number(match["number"], decimal_mark) if match else None
    if match is None or amount is None:
        raise UnreadableCellError(_("{value} is not a number of weeks.", value=quoted(text)))
    _check_size(text, amount, is_negative=bool(match["minus"]))
    return amount


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    if len(text) > LONGEST_AMOUNT:
        return None
    return pattern.fullmatch(text.replace("’", "'").casefold())


def _number(text: str, decimal_mark: str) -> Amount | None:
    """Read digits and signs, or nothing when the signs stand where none can."""
    head, *rest = _SIGN.split(text)
    signs, groups = rest[0::2], rest[1::2]
    if not signs:
        return Amount(Decimal(head))
    whole = Amount(Decimal(head + "".join(groups))) if all(groups) else None
    is_grouped = _is_grouped(head, signs, groups)
    if len(signs) == 1 and signs[0] in ".,":
        if not is_grouped or signs[0] == decimal_mark:
            return _decimals(head, groups[0])
        return whole and Amount(whole.value, is_ambiguous=not decimal_mark)
    if is_grouped:
        return whole
    is_mark = signs[-1] in ".," and signs[-1] not in signs[:-1]
    if is_mark and _is_grouped(head, signs[:-1], groups[:-1]):
        return _decimals(head + "".join(groups[:-1]), groups[-1])
    return None


def _is_grouped(head: str, signs: list[str], groups: list[str]) -> bool:
    """Whether one sign sets apart groups of exactly three digits."""
    is_head = 1 <= len(head) <= 3 and not head.startswith("0")
    return is_head and len(set(signs)) == 1 and all(len(group) == 3 for group in groups)


def _decimals(whole: str, decimals: str) -> Amount | None:
    return Amount(Decimal(f"{whole or 0}.{decimals}")) if decimals else None


def _check_currency(text: str, match: re.Match[str], currency: str) -> None:
    """Refuse any other currency than the portal's, by name."""
    for sign in filter(None, (match["before"], match["inside"], match["after"])):
        known = _SIGNS[sign]
        if currency.upper() not in known:
            raise UnreadableCellError(
                _(
                    "{value} names another currency: {expected} expected, {found} found.",
                    value=quoted(text),
                    expected=currency,
                    found=known[0],
                )
            )


def _check_size(text: str, amount: Amount, *, is_negative: bool) -> None:
    if is_negative and amount.value:
        raise UnreadableCellError(_("{value} is negative.", value=quoted(text)))
    if amount.value + CENT > LARGEST_AMOUNT:
        raise UnreadableCellError(_("{value} is too large.", value=quoted(text)))


def _no_amount(text: str) -> UnreadableCellError:
    return UnreadableCellError(_("{value} is not an amount.", value=quoted(text)))
