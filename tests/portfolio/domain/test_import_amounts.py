from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.import_amounts import LARGEST_AMOUNT, Amount, read_money, read_weeks
from portfolio.domain.import_cells import UnreadableCellError


def refusal(text: str, *, mark: str = "", currency: str = "EUR") -> str:
    with pytest.raises(UnreadableCellError) as complaint:
        read_money(text, decimal_mark=mark, currency=currency)
    return str(complaint.value)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", "0"),
        ("1200", "1200"),
        ("1,5", "1.5"),
        ("1.25", "1.25"),
        (".5", "0.5"),
        ("0.500", "0.5"),
        ("1234.567", "1234.57"),
        ("1.000,50", "1000.5"),
        ("1,234.5", "1234.5"),
        ("1.250.000,75 €", "1250000.75"),
        ("€1,250,000.75", "1250000.75"),
        ("1,250,000", "1250000"),
        ("1 250 000", "1250000"),
        ("1 250,5", "1250.5"),
        ("1'200", "1200"),
        ("1’200.–", "1200"),
        ("5.000,- EUR", "5000"),
        ("EUR 5m", "5000000"),
        ("EUR 1.2 Mio", "1200000"),
        ("5k", "5000"),
        ("5 K€", "5000"),
        ("2 million", "2000000"),
        ("2.5mn euro", "2500000"),
        ("1,5 Thousand", "1500"),
        ("0.25 BN", "250000000"),
        ("-0", "0"),
    ],
)
@pytest.mark.parametrize("mark", ["", ".", ","])
def test_an_amount_that_can_be_read_in_one_way_is_read_that_way(
    text: str, amount: str, mark: str
) -> None:
    found = read_money(text, decimal_mark=mark, currency="EUR")
    assert (found.value, found.is_ambiguous) == (Decimal(amount), False)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("420k", "420000"),
        ("€420k", "420000"),
        ("420k €", "420000"),
        ("1.2m", "1200000"),
        ("€420k p.a.", "420000"),
        ("420k p. a.", "420000"),
        ("420K PA", "420000"),
        ("€ 420 000 per annum", "420000"),
        ("EUR 1.2m per year", "1200000"),
        ("420k/year", "420000"),
        ("420k€ / yr", "420000"),
        ("5 a year", "5"),
    ],
)
def test_a_year_may_be_named_where_the_amount_is_a_years(text: str, amount: str) -> None:
    found = read_money(text, currency="EUR", is_yearly=True)
    assert found == Amount(Decimal(amount), has_words=True)


@pytest.mark.parametrize("text", ["€420k p.a.", "420k per year", "5/year"])
def test_a_years_amount_is_refused_where_one_in_all_is_wanted(text: str) -> None:
    assert refusal(text) == f"“{text}” is an amount for each year; one amount in all is needed."


@pytest.mark.parametrize(
    "text",
    [
        *("420k per month", "420k p.m.", "420k p.a. net", "about 420k p.a.", "420k-500k p.a."),
        *("420kp.a.", "p.a.", "€ per year", "420 kt p.a.", "420k+ p.a.", "35k p.a. x 12"),
    ],
)
def test_what_says_more_than_a_year_is_read_nowhere(text: str) -> None:
    for is_yearly in (True, False):
        with pytest.raises(UnreadableCellError, match="is not an amount"):
            read_money(text, currency="EUR", is_yearly=is_yearly)


def test_before_a_thousand_a_year_two_ways_to_read_are_one_too_many() -> None:
    with pytest.raises(UnreadableCellError, match="can be read in two ways"):
        read_money("1.250k p.a.", currency="EUR", is_yearly=True)


@pytest.mark.parametrize(
    ("text", "mark", "amount", "is_ambiguous"),
    [
        ("250.000", "", "250000", True),
        ("250.000", ",", "250000", False),
        ("250.000", ".", "250", False),
        ("1,234", "", "1234", True),
        ("1,234", ".", "1234", False),
        ("1,234", ",", "1.23", False),
    ],
)
def test_one_sign_before_three_digits_groups_unless_the_mapping_says_otherwise(
    text: str, mark: str, amount: str, is_ambiguous: bool
) -> None:
    found = read_money(text, decimal_mark=mark, currency="EUR")
    assert found == Amount(Decimal(amount), is_ambiguous)


def test_before_a_million_two_ways_to_read_are_one_too_many() -> None:
    assert refusal("1.250m") == "“1.250m” can be read in two ways. Write all its digits."
    assert read_money("1.250m", decimal_mark=".", currency="EUR").value == 1_250_000
    assert read_money("1,250k", decimal_mark=".", currency="EUR").value == 1_250_000


@pytest.mark.parametrize(
    "text",
    [
        *("12 apples", "about ten", "about 10", "€", "m", "5x", "5 m 3", "3-5", "5%"),
        *("1.2.3", "1,23,456", "12,34,567", "1,234,56", "1.00.000", "1234,567,890", "0,123,456"),
        *("1 20", "1 2000", "1,234.567.8", "1'234 567", "1..5", "1,", "5kk", "1e5", "٣", "(5"),
        "1" * 61,
    ],
)
def test_what_is_no_amount_is_named(text: str) -> None:
    assert refusal(text).endswith("is not an amount.")


@pytest.mark.parametrize("text", ["-5", "€ -5", "-€5", "−5k", "(5,000.00)", "- 0.01"])
def test_a_negative_amount_is_refused(text: str) -> None:
    assert refusal(text) == f"“{text}” is negative."


@pytest.mark.parametrize(
    "text", ["9999999999999", "1000 bn", "1,000,000,000,000", "999999999999.995", "9" * 60]
)
def test_an_amount_beyond_what_fits_is_refused(text: str) -> None:
    assert refusal(text).endswith("is too large.")


def test_the_largest_amount_fits() -> None:
    assert read_money("999,999,999,999.99", currency="EUR").value == LARGEST_AMOUNT - Decimal(
        "0.01"
    )


@pytest.mark.parametrize(
    ("text", "currency", "found"),
    [
        ("$1,250,000.75", "EUR", "USD"),
        ("USD 5m", "EUR", "USD"),
        ("5 usd", "EUR", "USD"),
        ("1'200 CHF", "EUR", "CHF"),
        ("£ 7", "EUR", "GBP"),
        ("€ 7", "GBP", "EUR"),
        ("EUR 7 $", "EUR", "USD"),
        ("US$ 7", "CAD", "USD"),
    ],
)
def test_another_currency_is_refused_by_name(text: str, currency: str, found: str) -> None:
    assert refusal(text, currency=currency) == (
        f"“{text}” names another currency: {currency} expected, {found} found."
    )


@pytest.mark.parametrize(
    ("text", "currency"),
    [("$7", "USD"), ("$7", "CAD"), ("7 CHF", "CHF"), ("Fr. 7", "CHF"), ("¥7", "JPY"), ("7", "XAF")],
)
def test_the_currency_of_the_portal_may_be_written(text: str, currency: str) -> None:
    assert read_money(text, currency=currency).value == 7


@given(st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2))
def test_what_is_written_in_full_is_read_as_it_was_meant(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert read_money(english, currency="EUR") == read_money(german, currency="EUR")
    assert read_money(german, currency="EUR") == Amount(amount)


@pytest.mark.parametrize(
    ("text", "weeks"),
    [("12", "12"), ("12 weeks", "12"), ("1 Week", "1"), ("2,5 person-weeks", "2.5"), ("3pw", "3")],
)
def test_weeks_are_read_with_their_unit(text: str, weeks: str) -> None:
    assert read_weeks(text) == Amount(Decimal(weeks))


@pytest.mark.parametrize("text", ["5m", "3 months", "5 days", "€ 12", "2k", "12 apples"])
def test_other_units_than_weeks_are_refused(text: str) -> None:
    with pytest.raises(UnreadableCellError) as complaint:
        read_weeks(text)
    assert str(complaint.value) == f"“{text}” is not a number of weeks."


def test_negative_weeks_are_refused() -> None:
    with pytest.raises(UnreadableCellError, match="“-5” is negative"):
        read_weeks("-5")
