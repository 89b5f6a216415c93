"""Styles, scripts and fonts as browsers get them: named by content, and compressed once."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Names a file by its content once it is collected, and plainly until then.

    So that a page can be made without `collect`, as in tests and under a server of one's own;
    WhiteNoise then finds the file in the package.
    """

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        key = self.hash_key(self.clean_name(name))
        return str(self.hashed_files.get(key, name))


def collect() -> bool:
    """Collect the files into `STATIC_ROOT`, compressed, unless they are there as they are now.

    Returns:
        Whether there was anything to do.
    """
    made_from = settings.STATIC_ROOT / "made-from"
    now = _digest()
    if made_from.exists() and made_from.read_text() == now:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    made_from.write_text(now)
    return True


def _digest() -> str:
    """Of all files that there are to collect: their names, sizes and times."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list(None), key=lambda found: found[0]):
            times = storage.get_modified_time(name).timestamp()
            digest.update(f"{name} {storage.size(name)} {times}\n".encode())
    return digest.hexdigest()
