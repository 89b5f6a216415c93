"""Cut Noto Sans SC and KR down to the characters that people write, for `web/printing/fonts`.

    python scripts/cjk_fonts.py NotoSansSC-Bold.ttf NotoSansKR-Bold.ttf

A whole font of them is 10 MB; the characters of the common encodings are half of that. Of Korean,
only the syllables are taken: the rest is in the other font.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[1] / "src" / "saphan" / "web" / "printing" / "fonts"
ENCODINGS = ("gb2312", "big5", "shift_jis")
HANGUL = range(0xAC00, 0xD7A4)
IDEOGRAPHS = 0x2E80
"""The first character of those of Chinese and Japanese; other fonts have those before it."""


def main() -> None:
    """Write both fonts."""
    chinese, korean = map(Path, sys.argv[1:3])
    cut(chinese, "NotoSansSC-Bold.ttf", _is_chinese_or_japanese)
    cut(korean, "NotoSansKR-Bold.ttf", _is_common_hangul)


def cut(source: Path, name: str, wanted: Callable[[int], bool]) -> None:
    """Write a font with the wanted characters alone, without hints."""
    font = TTFont(source)
    options = subset.Options()
    options.layout_features = ["kern", "liga", "locl", "ccmp"]
    options.name_IDs = ["*"]
    options.hinting = False
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for code in font.getBestCmap() if wanted(code)])
    cutter.subset(font)
    font.save(FONTS / name)


def _is_chinese_or_japanese(code: int) -> bool:
    return code >= IDEOGRAPHS and code not in HANGUL and any(_bytes(code, x) for x in ENCODINGS)


def _is_common_hangul(code: int) -> bool:
    return code in HANGUL and len(_bytes(code, "euc_kr")) == 2  # others are composed, of eight


def _bytes(code: int, encoding: str) -> bytes:
    return chr(code).encode(encoding, "ignore")


if __name__ == "__main__":
    main()
