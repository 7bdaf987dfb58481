"""The Celery app: wakes workers, keeps no truth."""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.main")

app = Celery("steelthread")
app.config_from_object(settings.CELERY)
app.autodiscover_tasks(["portal", "assessments", "portfolio"])
app.autodiscover_tasks(["portal"], related_name="celery_tasks")
