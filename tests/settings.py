"""The suite runs on a real PostgreSQL: the embedded one, in a folder that goes with the run."""

import atexit
import os
import shutil
import tempfile

if "SAPHAN_TEST_DATA" not in os.environ:
    # What somebody has set for their own server is not for the tests.
    ours = {"SAPHAN_CHROMIUM", "SAPHAN_THOROUGH"}
    for name in [n for n in os.environ if n.startswith("SAPHAN_") and n not in ours]:
        del os.environ[name]
    # A short path: a Unix socket's name is limited to about a hundred characters. Commands that
    # tests start inherit the folder, and leave it for us to remove.
    folder = tempfile.mkdtemp(prefix="saphan-test-", dir="/tmp")
    os.environ["SAPHAN_TEST_DATA"] = os.environ["SAPHAN_DATA"] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # Test processes share the cores: threads of linear algebra that wait for each other burn them.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")

from saphan.settings import *  # noqa: F403

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - WhiteNoise warns of a folder that is not there
DATABASES["default"]["OPTIONS"].pop("pool")  # noqa: F405 - a test database is dropped, not kept open
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real ones are slow
# A site that starts looks through all its static files; each test's client is such a start.
WHITENOISE_AUTOREFRESH = True
# What a crash could take of a test's own commits is missed by nobody.
DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"  # noqa: F405
