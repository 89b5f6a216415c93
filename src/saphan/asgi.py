import gc
import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saphan.settings")
# Questions are short: threads of linear algebra would cost their readers more than they save.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
application = get_asgi_application()

from django.urls import get_resolver  # noqa: E402 - the settings come first

from saphan.engine.language import load  # noqa: E402

load()
# All pages, their addresses and what the API takes: else the first reader of each process waits.
get_resolver().reverse_dict  # noqa: B018

# What is loaded by now stays: a search for garbage need not walk through the words of three
# languages again and again, nor come as often as a page makes objects.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
