"""Text out of files: plain text in any encoding that texts of ours come in, HTML and DOCX."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from saphan.engine.language import identify

from ..problem import MOST_READ, UnusableRelease

MOST_BYTES = 20 * 1024 * 1024
_MOST_UNPACKED = 200 * 1024 * 1024  # of a DOCX: what unpacks to more is no letter of anybody's
_TELLING = 2_500  # characters by which a language is told
_SAMPLE = 40_000  # bytes by which an encoding is told
_HTML = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|\?xml[^>]*>\s*<html)", re.I | re.S
)
_TAGS = re.compile(rb"</(?:p|div|body|html|script|td|span|h[1-6])\s*>", re.I)
_HIDDEN = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "head",
    "iframe",
    "object",
    "nav",
    "form",
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "title",
        "tr",
        "ul",
    ]
)
# Eight-bit encodings of Thai and Russian texts, and how they are called to people.
_EIGHT_BIT = {"cp874": "TIS-620", "cp1251": "Windows-1251", "koi8-r": "KOI8-R", "cp866": "CP866"}
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_AMISS = re.compile("(?:^|[^\u0e01-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_CYRILLIC = re.compile("[\u0400-\u045f]")


@dataclass(frozen=True)
class Source:
    """What a file says.

    Attributes:
        text: All of its text.
        language: ISO 639-1, `mul` for a mixture, `und` when it cannot be told.
        problems: What was amiss, in words; the text is as good as it could be read.
    """

    text: str
    language: str
    problems: tuple[str, ...] = ()


def read_source(path: Path) -> Source:
    """Read the text of a file.

    Args:
        path: A file of plain text, HTML or DOCX; its contents tell which, not its name.

    Returns:
        Its text.

    Raises:
        UnusableRelease: It is too large, empty, or nothing that can be read as text.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        most = MOST_BYTES // 1024**2
        raise UnusableRelease(f"{size / 1024**2:.0f} MB; expected at most {most} MB")
    return read_bytes(path.read_bytes())


def read_bytes(raw: bytes) -> Source:
    """Read the text of a file's contents; see `read_source`."""
    if not raw.strip():
        raise UnusableRelease("the file is empty")
    problems: list[str] = []
    if raw.startswith(b"PK\x03\x04"):
        text = _of_docx(raw)
    elif _HTML.match(raw) or len(_TAGS.findall(raw[:_SAMPLE])) >= 3:
        text = _of_html(raw, problems)
    else:
        text = _decoded(raw, problems)
    if not text.strip():
        raise UnusableRelease("there is no text in it")
    if len(text) > MOST_READ:
        problems.append(
            f"{len(text):,} characters; facts are looked for in the first {MOST_READ:,}"
        )
    return Source(text, identify(text[:_TELLING]), tuple(problems))


def _decoded(raw: bytes, problems: list[str]) -> str:
    for mark, name in (
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"\xef\xbb\xbf", "utf-8-sig"),
    ):
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return _not_utf8(raw, error, problems)
    if "\x00" in text:
        raise UnusableRelease("expected text, found null characters")
    return text


def _not_utf8(raw: bytes, error: UnicodeDecodeError, problems: list[str]) -> str:
    """The text of bytes that are no UTF-8: mostly UTF-8, or of an eight-bit encoding."""
    sample = raw[:_SAMPLE]
    mostly = sample.decode("utf-8", "ignore")
    if len(mostly.encode()) >= 0.95 * len(sample):
        line = raw[: error.start].count(b"\n") + 1
        problems.append(f"line {line}: bytes that are no UTF-8 were replaced by �")
        return raw.decode("utf-8", "replace")
    scored = sorted(((_reads(sample, name), name) for name in _EIGHT_BIT), reverse=True)
    best, name = scored[0]
    if best < 0.5:
        name = _by_statistics(sample)
    problems.append(f"not UTF-8: read as {_EIGHT_BIT.get(name, name)}; save it again as UTF-8")
    return raw.decode(name, "replace")


def _reads(sample: bytes, name: str) -> float:
    """How much bytes read like a text in Thai or Russian when they are of an encoding; 0 to 1."""
    text = sample.decode(name, "replace")
    strange = [letter for letter in text if ord(letter) > 127]
    if not strange:
        return 0.0
    if name == "cp874":
        thai = sum("\u0e01" <= letter <= "\u0e5b" for letter in strange)
        # Vowel signs and tones are a quarter of Thai, and stand on a consonant.
        marks = len(_MARKS.findall(text))
        fits = thai > 0 and 0.08 < marks / thai < 0.45 and len(_AMISS.findall(text)) < 0.05 * marks
        return thai / len(strange) if fits else 0.0
    small = sum(unicodedata.category(letter) == "Ll" for letter in strange)
    cyrillic = len(_CYRILLIC.findall(text))
    common = sum(letter in "оеаинтсрвл" for letter in strange)
    fits = cyrillic > 0 and small > 0.8 * cyrillic and common > 0.5 * cyrillic
    return cyrillic / len(strange) if fits else 0.0


def _by_statistics(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None:
        raise UnusableRelease(
            "expected text in UTF-8 or another encoding of Thai, Russian or English; "
            "save it again as UTF-8"
        )
    return str(best.encoding)


def _of_html(raw: bytes, problems: list[str]) -> str:
    from lxml import etree, html

    declared = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", raw[:4096], re.I)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        name = declared.group(1).decode("ascii").lower() if declared else ""
        try:
            text = raw.decode(name) if name and name != "utf-8" else _decoded(raw, problems)
        except (LookupError, UnicodeDecodeError):
            text = _decoded(raw, problems)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")
    try:
        root = html.document_fromstring(text)
    except (etree.ParserError, ValueError) as error:
        raise UnusableRelease("there is no text in it") from error
    # The page's own title is the headline only where no heading is.
    headed = any(True for _ in root.iter("h1"))
    titles = [] if headed else [" ".join(t.itertext()).strip() for t in root.iter("title")]
    pieces: list[str] = []
    _walk(root, pieces)
    lines = [" ".join(line.split()) for line in "".join(pieces).split("\n")]
    body = [line for line in lines if line]
    if titles and titles[0] and not any(titles[0] == line for line in body[:20]):
        body.insert(0, " ".join(titles[0].split()))
    return "\n".join(body)


def _walk(root: object, pieces: list[str]) -> None:
    """The text of a tree, a line for each block, without what nobody sees; no recursion."""
    stack: list[tuple[object, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        tag = getattr(node, "tag", "")
        name = tag if isinstance(tag, str) else ""
        block = name in _BLOCKS
        if leaving:
            pieces.append("\n" if block else "")
            pieces.append((getattr(node, "tail", "") or "").replace("\n", " "))
            continue
        stack.append((node, True))
        if not name or name in _HIDDEN:
            continue
        pieces.append("\n" if block else "")
        pieces.append((getattr(node, "text", "") or "").replace("\n", " "))
        stack += [(child, False) for child in reversed(list(node))]  # type: ignore[call-overload]


def _of_docx(raw: bytes) -> str:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
                raise UnusableRelease("it unpacks to more than a document can hold")
        document = Document(BytesIO(raw))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        if isinstance(error, UnusableRelease):
            raise
        raise UnusableRelease(
            "expected a text, HTML or DOCX file; found another archive"
        ) from error
    lines = []
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            lines += ["\t".join(cell.text for cell in row.cells) for row in part.rows]
        else:
            lines.append(part.text)
    return "\n".join(lines)
