"""Stand-ins: people of whom a file says a number and not who they are.

What they said has to belong to somebody. A stand-in has no address and no password, holds no
role, and no list of people shows it; one stands for the same number in every file.
"""

from collections.abc import Mapping

from django.contrib.auth.hashers import make_password
from django.db import transaction

from portal.models import User

#: Reserved by RFC 2606, so that no mail server and no sign-in can ever have it.
HOST = "stand-in.invalid"


@transaction.atomic
def stand_ins(names: Mapping[int, str]) -> Mapping[int, int]:
    """Return the stand-ins for some numbers, made where there are none; two queries.

    Parameters
    ----------
    names
        Number to what it is called.

    Returns
    -------
    mapping
        Number to the id of the account.
    """
    addresses = {f"{number}@{HOST}": number for number in names}
    # Two at once make the same ones; the later finds those of the earlier.
    User.objects.bulk_create(
        (
            User(
                email=address,
                name=names[number],
                password=make_password(None),
                is_active=False,
                is_stand_in=True,
            )
            for address, number in addresses.items()
        ),
        ignore_conflicts=True,
        batch_size=500,
    )
    rows = User.objects.filter(is_stand_in=True, email__in=addresses)
    return {addresses[email]: pk for email, pk in rows.values_list("email", "pk")}
