"""The web process: serves the portal and, without a broker, runs its jobs in one thread."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.main")

application = get_wsgi_application()

from portal.tasks import start_embedded_worker  # noqa: E402
from portal.web.warm_up import warm_up  # noqa: E402

warm_up()
if settings.EMBEDDED_WORKER:
    start_embedded_worker()
