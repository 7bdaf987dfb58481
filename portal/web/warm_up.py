"""What a web process does once before it serves."""

import gc

from django.urls import get_resolver


def warm_up() -> None:
    """Load the URL map and freeze the heap, so that full collections never walk the program."""
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
