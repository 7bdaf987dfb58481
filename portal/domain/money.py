"""Money as a reader takes it in: rounded to what it deserves, with its sign in front."""

from decimal import Decimal
from typing import Final

_SIGNS: Final = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}


def money(amount: float | Decimal, currency: str) -> str:
    """Write an amount in three digits or so.

    Parameters
    ----------
    amount
        Any amount; it may be negative.
    currency
        Three letters (ISO 4217). Without a sign of their own they stand in front.

    Returns
    -------
    str
        Millions with at most two decimals, thousands whole.

    Examples
    --------
    >>> money(8_600_000, "EUR"), money(4_960_000, "EUR"), money(780_300, "GBP")
    ('€8.6m', '€4.96m', '£780k')
    >>> money(-40_000, "EUR"), money(950, "CHF"), money(0, "EUR")
    ('−€40k', 'CHF 950', '€0')
    """
    sign = _SIGNS.get(currency, f"{currency} ")
    size = abs(float(amount))
    minus = "−" if amount < 0 else ""
    if size >= 999_500:
        written = f"{size / 1_000_000:,.{2 if size < 9_995_000 else 1}f}"
        return f"{minus}{sign}{written.rstrip('0').removesuffix('.')}m"
    if size >= 1_000:
        return f"{minus}{sign}{size / 1_000:,.0f}k"
    return f"{minus}{sign}{size:,.0f}"


def exact_money(amount: str | Decimal, currency: str) -> str:
    """Write an amount to the last digit, for a record in which nothing may be rounded away.

    Parameters
    ----------
    amount
        Any amount, or the text of one; cents are written when there are any.
    currency
        Three letters (ISO 4217). Without a sign of their own they stand in front.

    Returns
    -------
    str
        The amount with its thousands apart.

    Raises
    ------
    decimal.InvalidOperation
        When the text is no number.

    Examples
    --------
    >>> exact_money("890000.00", "EUR"), exact_money("-1250.5", "GBP"), exact_money("7", "CHF")
    ('€890,000', '−£1,250.50', 'CHF 7')
    """
    exact = Decimal(amount)
    sign = _SIGNS.get(currency, f"{currency} ")
    minus = "−" if exact < 0 else ""
    return f"{minus}{sign}{abs(exact):,.{0 if exact == exact.to_integral_value() else 2}f}"
