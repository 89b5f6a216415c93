import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saphan.settings")
application = get_asgi_application()

from saphan.engine.language import load  # noqa: E402 - the settings come first

load()
