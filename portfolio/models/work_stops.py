"""Wishes to stop: what somebody cancelled while it is being written."""

from django.db import models


class WorkStop(models.Model):
    """The wish to stop work that is being written; its row is locked, so it waits beside it.

    ``work`` names it, as ``import-7``. It is no foreign key: that would wait for the lock.
    """

    work = models.CharField(max_length=60, primary_key=True)

    def __str__(self) -> str:
        return self.work
