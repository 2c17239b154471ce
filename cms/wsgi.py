"""What an application server runs: the page layer, and Django behind it."""

import logging
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

from django.core.wsgi import get_wsgi_application

_django = get_wsgi_application()

from django.conf import settings  # noqa: E402 - settings and models need Django set up

from cms.website import build  # noqa: E402
from cms.website.server import PageServer  # noqa: E402

application = PageServer(
    str(settings.PAGES_ROOT / "current"),
    _django,
    to_django=("/admin", "/preview/", settings.STATIC_URL),
    languages=dict(settings.LANGUAGES),
    default=settings.X_DEFAULT_LANGUAGE,
    https=settings.BASE_URL.startswith("https://"),
)

try:
    build.drain()
except Exception:  # pages are served whatever else is down
    logging.getLogger(__name__).exception("The pages could not be brought up to date at start-up.")
