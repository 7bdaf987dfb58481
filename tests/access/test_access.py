"""Every address × every role × the status it gets. An address without a row fails."""

from collections import defaultdict

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.table import ROWS, Row
from tests.access.world import COLUMNS, World, addresses, build_world
from tests.conftest import Cast

BY_NAME: dict[str, list[Row]] = defaultdict(list)
for _row in ROWS:
    BY_NAME[_row.name].append(_row)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert set(BY_NAME) == set(addresses())


def call(row: Row, client: Client, world: World) -> int:
    keys = {name: world.keys.get(str(value), value) for name, value in row.more.items()}
    if row.key:
        keys["pk"] = world.keys[row.key]
    url = reverse(row.name, kwargs=keys)
    ask = getattr(client, row.method)
    if row.method == "get":
        return ask(url).status_code
    if row.name.startswith("api:"):
        return ask(url, dict(row.data), content_type="application/json").status_code
    # A browser always sends its token, so a form is never sent empty.
    return ask(url, {"csrfmiddlewaretoken": "x"} | dict(row.data)).status_code


@pytest.mark.django_db
@pytest.mark.parametrize("name", BY_NAME)
def test_everybody_gets_the_status_of_the_table(name: str, cast: Cast) -> None:
    world = build_world(cast)
    for row in BY_NAME[name]:
        found = []
        for column in COLUMNS:
            # What one person changed is taken back before the next one asks.
            mark = transaction.savepoint()
            found.append(str(call(row, world.client(column), world)))
            transaction.savepoint_rollback(mark)
        told = dict(zip(COLUMNS, found, strict=True))
        assert told == dict(zip(COLUMNS, row.statuses.split(), strict=True)), row
