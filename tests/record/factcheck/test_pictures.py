"""Pictures are kept without what tells of the sender."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin
from tests.facts import PNG, desk_of, report_to

from saphan.record.errors import Refused
from saphan.record.factcheck.pictures import MOST_PIXELS, cleaned

SECRET = b"SECRET camera of the sender"
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def exif(orientation: int = 1) -> Image.Exif:
    told = Image.Exif()
    told[MAKER], told[ORIENTATION] = SECRET.decode(), orientation
    told.get_ifd(GPS)[29] = "2021:02:05 SECRET"
    return told


def picture(kind: str, colour: tuple[int, ...] = (200, 10, 10), **how) -> bytes:
    made = io.BytesIO()
    image = Image.new("RGBA" if len(colour) == 4 else "RGB", (8, 4), colour)
    image.putpixel((0, 0), (0, 0, 255, 255)[: len(colour)])
    image.save(made, kind, **how)
    return made.getvalue()


def with_text() -> PngImagePlugin.PngInfo:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", SECRET.decode())
    told.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return told


@pytest.mark.parametrize(
    ("kind", "how", "suffix"),
    [
        ("JPEG", {"exif": exif(), "comment": SECRET, "xmp": SECRET, "icc_profile": SECRET}, ".jpg"),
        ("PNG", {"exif": exif(), "pnginfo": with_text(), "icc_profile": SECRET}, ".png"),
        ("WEBP", {"exif": exif(), "xmp": SECRET, "icc_profile": SECRET}, ".webp"),
        ("GIF", {"comment": SECRET}, ".png"),
    ],
)
def test_nothing_but_pixels_is_kept(kind, how, suffix):
    sent = picture(kind, **how) + b"PK\x03\x04 SECRET archive"
    made, ending = cleaned(sent)
    assert ending == suffix
    assert b"SECRET" in sent
    assert b"SECRET" not in made
    with Image.open(io.BytesIO(made)) as kept:
        assert (dict(kept.getexif()), kept.size) == ({}, (8, 4))
        assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop",
                                  "background"}  # fmt: skip


@pytest.mark.parametrize(("orientation", "corner"), [(1, (0, 0)), (6, (3, 0)), (3, (7, 3))])
def test_a_picture_stands_upright(orientation, corner):
    made, _suffix = cleaned(picture("PNG", exif=exif(orientation)))
    with Image.open(io.BytesIO(made)) as kept:
        assert kept.size == ((4, 8) if orientation == 6 else (8, 4))
        assert kept.getpixel(corner) == (0, 0, 255)


def test_what_is_seen_through_stays_so():
    made, _suffix = cleaned(picture("PNG", (1, 2, 3, 40)))
    with Image.open(io.BytesIO(made)) as kept:
        assert kept.getpixel((5, 2)) == (1, 2, 3, 40)


def bomb(side: int) -> bytes:
    """A small file that says to be a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        told = kind + data
        return struct.pack(">I", len(data)) + told + struct.pack(">I", zlib.crc32(told))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [int(MOST_PIXELS**0.5) + 1, 100_000])
def test_what_would_fill_the_memory_is_refused(side):
    with pytest.raises(Refused):
        cleaned(bomb(side))


@pytest.mark.parametrize(
    "data",
    [PNG[:40], PNG[:8] + bytes(20), b"\xff\xd8\xff", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"<svg>"],
)
def test_what_only_begins_like_a_picture_is_refused(data):
    with pytest.raises(Refused):
        cleaned(data)


@pytest.mark.django_db
def test_what_the_desk_keeps_is_clean(settings, tmp_path):
    settings.DATA = tmp_path
    report = report_to(desk_of(), "words in it", picture=picture("JPEG", exif=exif()))
    assert report.picture.name.endswith(".jpg")
    with report.picture.open() as kept:
        assert b"SECRET" not in kept.read()
