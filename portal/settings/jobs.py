"""How the wake-up call reaches a worker; the truth about a job is its row, not the message."""

from typing import Any


def celery_settings(broker_url: str) -> dict[str, Any]:
    """Return Celery's settings: publishing fails within two seconds when the broker is silent."""
    return {
        "broker_url": broker_url or "memory://",
        "broker_transport_options": {
            "socket_connect_timeout": 0.5,
            "socket_timeout": 0.5,
            "max_retries": 0,
            "interval_start": 0,
            "visibility_timeout": 900,
        },
        "broker_connection_retry_on_startup": True,
        "broker_connection_timeout": 0.5,
        "task_publish_retry": False,
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_time_limit": 300,
        "task_soft_time_limit": 270,
        "worker_prefetch_multiplier": 1,
        "worker_soft_shutdown_timeout": 30.0,
        "beat_schedule": {"sweep-jobs": {"task": "portal.sweep_jobs", "schedule": 15.0}},
    }
