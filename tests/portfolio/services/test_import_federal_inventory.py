"""The real inventory that the portal is proved on, read from beside the repository."""

import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from portfolio.domain.criteria import DEFAULT_MODEL, Axis
from portfolio.domain.imports import ImportMapping, ImportRows, UseCaseRow, map_rows
from portfolio.domain.risk_tiers import Autonomy, Impact
from portfolio.domain.stages import Stage
from portfolio.services.import_files import Table, read_table
from portfolio.services.import_mappings import mapping_for, shipped_mappings

FIRST = "fed2024/2024_consolidated_ai_inventory_raw.csv"
SECOND = "fed2024/2024_consolidated_ai_inventory_raw_v2.csv"
SAME_AGENCY = {
    "Federal Reserve Board of Governors": "Board of Governors of the Federal Reserve System"
}


@pytest.fixture(scope="module")
def mapping() -> ImportMapping:
    return shipped_mappings()["federal_inventory_2024"]


@pytest.fixture(scope="module")
def first_table(shared_data: Path) -> Table:
    return read_table((shared_data / FIRST).read_bytes(), filename=FIRST)


@pytest.fixture(scope="module")
def second_table(shared_data: Path) -> Table:
    return read_table((shared_data / SECOND).read_bytes(), filename=SECOND)


def rows_of(mapping: ImportMapping, table: Table) -> ImportRows:
    return map_rows(mapping, table.header, table.body, first_row=table.first_row)


@pytest.fixture(scope="module")
def first(mapping: ImportMapping, first_table: Table) -> ImportRows:
    return rows_of(mapping, first_table)


@pytest.fixture(scope="module")
def second(mapping: ImportMapping, second_table: Table) -> ImportRows:
    return rows_of(mapping, second_table)


def content(row: UseCaseRow) -> UseCaseRow:
    """Return the row without its line number, which reordering changes."""
    return replace(row, row=0)


def test_both_editions_are_read_without_an_error(first: ImportRows, second: ImportRows) -> None:
    assert (first.read, len(first.rows), first.errors) == (1757, 1757, ())
    assert (second.read, len(second.rows), second.errors) == (2133, 2133, ())
    assert (first.missing, second.missing) == ((), ())


def test_how_each_edition_is_written_is_found(first_table: Table, second_table: Table) -> None:
    assert (first_table.encoding, first_table.delimiter) == ("utf-8-sig", ",")
    assert (second_table.encoding, second_table.delimiter) == ("cp1252", ",")
    assert (first_table.header_row_index, second_table.header_row_index) == (0, 0)
    assert (first_table.notes, second_table.notes) == ((), ())


def test_the_mapping_is_chosen_by_the_header(first_table: Table, second_table: Table) -> None:
    for table in (first_table, second_table):
        assert mapping_for(table.header, source="file")[0] == "federal_inventory_2024"
    name, guess = mapping_for(["Title", "Stage"], source="file")
    assert (name, guess.source) == ("", "file")


def test_use_cases_per_agency_are_those_of_the_publishers_table(
    second: ImportRows, shared_data: Path
) -> None:
    readme = (shared_data / "fed2024/README.md").read_text()
    published = {
        SAME_AGENCY.get(name, name): int(count)
        for name, count in re.findall(r"^\| ([A-Z][^|*]+?) \| (\d+) \|", readme, re.MULTILINE)
    }
    assert len(published) == 41
    assert Counter(row.domain_path[0] for row in second.rows) == published


def test_an_agency_without_bureaus_holds_its_use_cases_itself(second: ImportRows) -> None:
    alone = Counter(row.domain_path[0] for row in second.rows if len(row.domain_path) == 1)
    assert alone == {
        "Equal Employment Opportunity Commission": 8,
        "Federal Energy Regulatory Commission": 4,
        "National Archives and Records Administration": 9,
        "United States Trade and Development Agency": 4,
    }


def test_stages_are_those_of_the_inventory(second: ImportRows) -> None:
    assert Counter(row.stage for row in second.rows) == {
        Stage.PRODUCTION: 874 + 14 + 4,
        Stage.APPROVED: 404,
        Stage.IDEA: 370 + 20 + 9 + 4,
        Stage.PILOT: 287,
        Stage.RETIRED: 142 + 5,
    }


def test_what_the_tier_is_made_of_is_taken_only_where_it_was_answered(second: ImportRows) -> None:
    impacts = Counter(row.impact for row in second.rows)
    assert {level: impacts[level] for level in Impact} == {
        Impact.SLIGHT: 0,
        Impact.LIMITED: 1722,
        Impact.SERIOUS: 131 + 25,
        Impact.SEVERE: 195,
    }
    assert impacts[Impact.SERIOUS] + impacts[Impact.SEVERE] == 351
    autonomy = Counter(row.autonomy for row in second.rows)
    assert autonomy[Autonomy.ASKS_EACH_TIME] == 197
    assert autonomy[Autonomy.ACTS_ALONE] == 3


def test_dates_that_went_through_a_spreadsheet_come_back(second: ImportRows) -> None:
    years = Counter(row.initiated_on.year for row in second.rows if row.initiated_on)
    assert min(years) == 1993
    assert sum(years.values()) == 1236 + 28
    assert len(second.notes) == 38
    assert all("is not a date" in note.message for note in second.notes)


def test_what_may_not_be_meant_is_told(first: ImportRows, second: ImportRows) -> None:
    for edition in (first, second):
        assert edition.unknown == ()
        assert [note.row for note in edition.doubts] == [435, 446, 477]
        assert edition.doubts[0].message.startswith("Rows 419 and 435 say the same in every cell")


def test_references_are_unique_and_found_again_in_any_order(
    mapping: ImportMapping, second_table: Table, second: ImportRows
) -> None:
    before = {row.reference: content(row) for row in second.rows}
    assert len(before) == 2133
    assert sum("-" in reference for reference in before) == 51
    shuffled = list(second_table.body)
    random.Random(1).shuffle(shuffled)
    again = map_rows(mapping, second_table.header, shuffled)
    assert {row.reference: content(row) for row in again.rows} == before


def test_every_reference_of_the_first_edition_is_in_the_second(
    first: ImportRows, second: ImportRows
) -> None:
    old = {row.reference: row for row in first.rows}
    new = {row.reference: row for row in second.rows}
    assert set(old) <= set(new)
    assert len(set(new) - set(old)) == 376
    for reference, row in old.items():
        assert new[reference].title.casefold() == row.title.casefold()
        assert new[reference].domain_path == row.domain_path
    changed = [key for key, row in old.items() if content(new[key]) != content(row)]
    assert len(changed) == 22


def test_edits_that_an_update_makes_keep_every_reference(
    mapping: ImportMapping, second_table: Table, second: ImportRows
) -> None:
    edited = []
    for cells in second_table.body:
        row = [*cells, *[""] * (62 - len(cells))]
        row[7] += " Since then it has been rolled out further."
        row[9] = "Retired"
        row[11], row[14] = "1/2/2020", "3/4/2025"
        edited.append(row)
    again = map_rows(mapping, second_table.header, edited)
    assert again.errors == ()
    assert [row.reference for row in again.rows] == [row.reference for row in second.rows]


def test_suggested_ratings_say_which_answer_speaks_for_them(second: ImportRows) -> None:
    criteria = {criterion.key for criterion in DEFAULT_MODEL.criteria}
    for row in second.rows:
        keys = [rating.criterion for rating in row.ratings]
        assert len(set(keys)) == len(keys)
        assert set(keys) <= criteria - {"financial_benefit", "urgency"}
        assert all(
            0 <= rating.score <= 5 and rating.evidence.endswith(".") for rating in row.ratings
        )


def test_most_rows_in_use_get_a_provisional_score_on_both_axes(second: ImportRows) -> None:
    weights = {c.key: (c.axis, c.weight) for c in DEFAULT_MODEL.criteria}
    scored: Counter[tuple[Axis, ...]] = Counter()
    for row in second.rows:
        covered = dict.fromkeys(Axis, 0.0)
        for rating in row.ratings:
            axis, weight = weights[rating.criterion]
            covered[axis] += weight
        enough = DEFAULT_MODEL.minimum_coverage - 1e-9
        scored[tuple(axis for axis in Axis if covered[axis] >= enough)] += 1
    assert scored[Axis.VALUE, Axis.FEASIBILITY] == 1451
    assert scored[()] == 168


def test_techniques_are_suggested_with_their_words(second: ImportRows) -> None:
    assert all(row.techniques == () for row in second.rows)
    with_words = [row for row in second.rows if row.suggested_techniques]
    assert 1300 < len(with_words) < 1500
    assert all(one.words for row in with_words for one in row.suggested_techniques)


def test_what_fills_no_field_is_kept_in_the_inventorys_own_words(second: ImportRows) -> None:
    running = [
        row for row in second.rows if row.details.get("Stage") == "Operation and Maintenance"
    ]
    assert len(running) == 874
    assert {row.stage for row in running} == {Stage.PRODUCTION}
    assert all(row.details["Agency code"].isupper() for row in second.rows)
    assert all(text for row in second.rows for text in row.details.values())
