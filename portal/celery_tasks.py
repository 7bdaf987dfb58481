"""What a Celery worker is asked to do, by name. Only workers load this, and Celery with it."""

from portal import tasks
from portal.celery import app

app.task(name=tasks.RUN_JOB)(tasks.run_job)
app.task(name=tasks.SWEEP_JOBS)(tasks.sweep_jobs)
