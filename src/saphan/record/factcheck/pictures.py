"""Pictures that people send: told by their bytes, and kept without what tells of the sender."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from saphan.record.errors import Refused

MOST_BYTES = 5 * 1024 * 1024
MOST_COPY = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
"""A small file can hold a picture that fills the memory; cameras' are below this."""
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", 0, ".png"),
    (b"\xff\xd8\xff", 0, ".jpg"),
    (b"GIF87a", 0, ".gif"),
    (b"GIF89a", 0, ".gif"),
    (b"WEBP", 8, ".webp"),
)
TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp"}
_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".gif": "GIF", ".webp": "WEBP"}
_QUALITY = 90  # of JPEG and WebP; PNG keeps every pixel


def kind_of(data: bytes) -> str:
    """The ending that a picture's bytes call for.

    Raises:
        Refused: It is too large, or none of the kinds that browsers show as pictures.
    """
    if len(data) > MOST_BYTES:
        raise Refused(_("The picture is too large: at most 5 MB."))
    if suffix := _picture_suffix(data):
        return suffix
    raise Refused(_not_one())


def _picture_suffix(data: bytes) -> str:
    """The ending of the kind of picture whose signature the bytes have; empty for none."""
    return next((end for sign, at, end in _KINDS if data[at : at + len(sign)] == sign), "")


def copy_kind_of(data: bytes) -> str:
    """The ending that the bytes of a copy of evidence call for: a paper or a picture.

    Raises:
        Refused: It is too large, or neither.
    """
    if len(data) > MOST_COPY:
        raise Refused(_("The file is too large: at most 20 MB."))
    if data.startswith(b"%PDF-"):
        return ".pdf"
    if suffix := _picture_suffix(data):
        return suffix
    raise Refused(_("Please choose a PDF, PNG, JPEG, GIF or WebP file."))


def cleaned(data: bytes) -> tuple[bytes, str]:
    """A picture drawn anew: its pixels alone, without place, camera, comments and hidden files.

    It stands upright, and of what moves it is the first picture. A GIF becomes a PNG.

    Args:
        data: As it was sent.

    Returns:
        The picture, and the ending of its kind.

    Raises:
        Refused: As of `kind_of`; it cannot be read, or has too many pixels.
    """
    suffix = kind_of(data)
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[suffix]]) as sent:
            if sent.width * sent.height > MOST_PIXELS:
                raise Refused(_("The picture is too large: at most 40 million pixels."))
            upright = ImageOps.exif_transpose(sent)
            pixels = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused(_not_one()) from error
    suffix = ".png" if suffix == ".gif" else suffix
    pixels.info.clear()
    made = io.BytesIO()
    pixels.save(made, _FORMATS[suffix], quality=_QUALITY)
    return made.getvalue(), suffix


def _not_one() -> str:
    return _("This is no picture: please choose a PNG, JPEG, GIF or WebP file.")
