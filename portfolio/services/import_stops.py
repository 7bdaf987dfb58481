"""Stopping an import that is being written."""

from portfolio.services import work_stops


def ask_to_stop(run_id: int) -> None:
    """Ask an import to stop; call outside a transaction, so that others see it at once."""
    work_stops.ask_to_stop(_work(run_id))


def is_stopped(run_id: int) -> bool:
    """Whether somebody asked to stop an import; it looks here between the batches it writes."""
    return work_stops.is_stopped(_work(run_id))


def forget_to_stop(run_id: int) -> None:
    """Take the wish back once it was heard, or came too late."""
    work_stops.forget_to_stop(_work(run_id))


def _work(run_id: int) -> str:
    return f"import-{run_id}"
