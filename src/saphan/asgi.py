import gc
import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saphan.settings")
application = get_asgi_application()

from saphan.engine.language import load  # noqa: E402 - the settings come first

load()

# What is loaded by now stays: a search for garbage need not walk through the words of three
# languages again and again, nor come as often as a page makes objects.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
