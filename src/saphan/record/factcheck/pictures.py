"""Pictures that people send: told by their first bytes, whatever they are called."""

from __future__ import annotations

from django.utils.translation import gettext as _

from saphan.record.errors import Refused

MOST_BYTES = 5 * 1024 * 1024
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", 0, ".png"),
    (b"\xff\xd8\xff", 0, ".jpg"),
    (b"GIF87a", 0, ".gif"),
    (b"GIF89a", 0, ".gif"),
    (b"WEBP", 8, ".webp"),
)
TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp"}


def kind_of(data: bytes) -> str:
    """The ending that a picture's bytes call for.

    Raises:
        Refused: It is too large, or none of the kinds that browsers show as pictures.
    """
    if len(data) > MOST_BYTES:
        raise Refused(_("The picture is too large: at most 5 MB."))
    for signature, at, suffix in _KINDS:
        if data[at : at + len(signature)] == signature:
            return suffix
    raise Refused(_("This is no picture: please choose a PNG, JPEG, GIF or WebP file."))
