"""What people set for themselves: name, time zone, theme."""

from django.db import transaction

from portal.models import User


@transaction.atomic
def change_settings(user: User, *, name: str, time_zone: str, theme: str) -> User:
    """Store what a person set for themselves."""
    user.name, user.time_zone, user.theme = name, time_zone, theme
    user.save(update_fields=["name", "time_zone", "theme"])
    return user


def change_theme(user: User, theme: str) -> None:
    """Store how the pages look for this person; unknown themes are ignored."""
    if theme in User.Theme.values:
        User.objects.filter(pk=user.pk).update(theme=theme)
