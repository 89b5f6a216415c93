"""Names from one of the scripts of Thai, Russian and English to another.

To Latin: Thai by RTGS (`rtgs`); Russian by the BGN/PCGN 1947 system, GOST R 52535.1-2006 or ICAO
Doc 9303 (the letters of passports), tables of the library iuliia. The other ways have no standard
that restores a spelling: `to_russian` reverses the tables and follows the practical transcription
of Thai (пх, тх, кх for aspirated sounds), `to_thai` follows how the Royal Society of Thailand
transcribes Russian.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from .rtgs import thai_to_latin

Scheme = Literal["bgn", "gost", "icao"]
Origin = Literal["th", "ru"]

_CYRILLIC = re.compile("[\u0400-\u04ff]+")
_THAI = re.compile("[\u0e01-\u0e4e]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f'’ʹʺ”]*[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’ʹʺ”]*")
_RUSSIAN_ENDING = re.compile(
    r"(?:[oe]va?|ina?|[sc]k[iy]+|skaya|skaia|ich|v?na|enko|chuk|iy|ii|[eo][iy]|iya|iia|a)$",
    re.IGNORECASE,
)
_THAI_LOOK = re.compile(
    r"ph|th|ae|ue|oe|ao|aw|iw|porn|chai|suk|wong|ng$|[aeiou][wp]", re.IGNORECASE
)
_VOWELS = frozenset("аеёиоуыэюяaeiouy")

# Tables: spelling=letters, or spelling=one form,another.
_LATIN_AS_RUSSIAN = (
    "shch=щ zh=ж kh=х ts=ц tc=ц ch=ч sh=ш yë=ё yo=ё ye=е yu=ю ya=я iu=ю ia=я ju=ю ja=я ie=ие "
    "ë=ё a=а b=б c=к d=д e=е f=ф g=г h=х i=и j=дж k=к l=л m=м n=н o=о p=п q=к r=р s=с t=т u=у "
    "v=в w=в x=кс y=ы z=з '=ь ’=ь ʹ=ь ʺ=ъ ”=ъ"
)
_RTGS_AS_RUSSIAN = (
    "kh=кх ph=пх th=тх ch=ч ng=нг uea=ыа iao=иау aeo=эу ae=э oei=ёй oe=ё ueai=ыай ue=ы ia=иа "
    "ua=уа uai=уай ai=ай ao=ау oi=ой ui=уй eo=еу io=иу ya=я yo=ё yu=ю ye=е a=а b=б c=к d=д e=е "
    "f=ф g=г h=х i=и j=ч k=к l=л m=м n=н o=о p=п q=к r=р s=с t=т u=у v=в w=в x=кс y=й z=с"
)
# A consonant: its Thai letter at the start and at the end of a syllable.
_RUSSIAN_CONSONANTS = (
    "б=บ,บ в=ว,ฟ г=ก,ก д=ด,ด ж=ช,ช з=ซ,ส й=ย,ย к=ค,ก л=ล,ล м=ม,ม н=น,น п=ป,ป р=ร,ร с=ซ,ส т=ต,ต "
    "ф=ฟ,ฟ х=ฮ,ค ц=ซ,ซ ч=ช,ช ш=ช,ช щ=ช,ช h=ฮ,ฮ"
)
_RTGS_CONSONANTS = (
    "kh=ค,ก ph=พ,พ th=ท,ท ch=ช,ช ng=ง,ง b=บ,บ c=ค,ก d=ด,ด f=ฟ,ฟ g=ก,ก h=ห,ห j=จ,จ k=ก,ก l=ล,ล "
    "m=ม,ม n=น,น p=ป,บ q=ค,ก r=ร,ร s=ส,ส t=ต,ต v=ว,ฟ w=ว,ว x=ซ,ซ y=ย,ย z=ซ,ส"
)
# A vowel: how it stands around its initial (-) at the end of a syllable, and before a final.
_RUSSIAN_VOWELS = (
    "ай=ไ-,ไ- яй=ไ-ย,ไ-ย ей=เ-ย์,เ-ย์ эй=เ-ย์,เ-ย์ ий=-ี,-ี ый=-ี,-ี ой=-อย,-อย уй=-ุย,-ุย "
    "а=-า,-ั е=เ-,เ- э=เ-,เ- и=-ี,-ิ ы=-ี,-ิ о=โ-,-อ у=-ู,-ุ я=เ-ีย,เ-ีย ю=-ิว,-ิว ё=-ิโย,-ิออ"
)
_RTGS_VOWELS = (
    "ueai=เ-ือย,เ-ือย uea=เ-ือ,เ-ือ iao=เ-ียว,เ-ียว aeo=แ-ว,แ-ว oei=เ-ย,เ-ย uai=-วย,-วย "
    "ae=แ-,แ- oe=เ-อ,เ-ิ ue=-ือ,-ึ ia=เ-ีย,เ-ีย ua=-ัว,-ว ai=-ัย,ไ- ao=เ-า,-าว oi=-อย,-อย "
    "ui=-ุย,-ุย eo=เ-ว,เ-ว io=-ิว,-ิว ee=-ี,-ี oo=-ู,-ู a=-า,-ั e=เ-,เ- i=-ิ,-ิ o=โ-,- u=-ุ,-ุ"
)


def _table(pairs: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in pairs.split())


def _forms(pairs: str) -> dict[str, tuple[str, str]]:
    return {key: (forms.split(",")[0], forms.split(",")[1]) for key, forms in _table(pairs).items()}


_TO_CYRILLIC = _table(_LATIN_AS_RUSSIAN)
_RTGS_TO_CYRILLIC = _table(_RTGS_AS_RUSSIAN)
_SILENT = "\u0e4c"


@dataclass(frozen=True)
class _Sounds:
    """How the sounds of a language are spelled in Thai."""

    consonants: dict[str, tuple[str, str]]
    vowels: dict[str, tuple[str, str]]


_RUSSIAN = _Sounds(_forms(_RUSSIAN_CONSONANTS), _forms(_RUSSIAN_VOWELS))
_RTGS = _Sounds(_forms(_RTGS_CONSONANTS), _forms(_RTGS_VOWELS))


def to_latin(name: str, scheme: Scheme = "bgn") -> str:
    """Write a name in Latin letters.

    Args:
        name: A name in any of the scripts, or several.
        scheme: For Cyrillic letters: `bgn` (BGN/PCGN 1947, of maps and news), `gost` (GOST R
            52535.1-2006) or `icao` (Doc 9303, of Russian passports since 2013).

    Returns:
        The name; what is neither Thai nor Cyrillic stays.
    """
    name = _CYRILLIC.sub(lambda found: _romanised(found.group(), scheme), name)
    return thai_to_latin(name) if _THAI.search(name) else name


def to_russian(name: str, origin: Origin | None = None) -> str:
    """Write a name in Russian letters.

    Args:
        name: A name in any of the scripts.
        origin: Whether Latin letters spell a Thai (`th`) or a Russian (`ru`) name; told from
            the letters when missing. Thai letters are always read as Thai.

    Returns:
        An approximation: Latin letters do not keep the soft sign, nor `е` and `э` apart.
    """
    name = _THAI.sub(lambda found: _in_case(_rtgs_to_russian, thai_to_latin(found.group())), name)
    return _LATIN.sub(
        lambda found: _in_case(_russian_reader(found.group(), origin), found.group()), name
    )


def to_thai(name: str, origin: Origin | None = None) -> str:
    """Write a name in Thai letters, by its sound and without tone marks.

    Args:
        name: A name in any of the scripts.
        origin: As for `to_russian`.

    Returns:
        An approximation: which of several letters of one sound a Thai name has cannot be told.
    """
    name = _CYRILLIC.sub(lambda found: _russian_to_thai(found.group().lower()), name)
    return _LATIN.sub(lambda found: _latin_to_thai(found.group().lower(), origin), name)


@cache
def _tables() -> dict[str, Any]:
    import iuliia

    return {"bgn": iuliia.BGN_PCGN, "gost": iuliia.GOST_52535, "icao": iuliia.ICAO_DOC_9303}


def _romanised(word: str, scheme: Scheme) -> str:
    # iuliia leaves the Cyrillic letter in BGN/PCGN's `ë`; its dot (`Irkut·sk`) is optional.
    latin = str(_tables()[scheme].translate(word))
    return latin.replace("ё", "ë").replace("Ё", "Ë").replace("·", "")


def _origin(word: str, origin: Origin | None) -> Origin:
    if origin:
        return origin
    return "th" if _THAI_LOOK.search(word) and not _RUSSIAN_ENDING.search(word) else "ru"


def _russian_reader(word: str, origin: Origin | None) -> Any:
    return _rtgs_to_russian if _origin(word, origin) == "th" else _latin_to_russian


def _in_case(convert: Any, word: str) -> str:
    """Convert the small letters of a word, and give the result the word's capitals."""
    result = str(convert(word.lower()))
    if len(word) > 1 and word.isupper():
        return result.upper()
    return result[:1].upper() + result[1:] if word[:1].isupper() else result


def _replaced(word: str, table: dict[str, str]) -> str:
    longest = max(map(len, table))
    found, at = [], 0
    while at < len(word):
        for length in range(longest, 0, -1):
            if word[at : at + length] in table:
                found.append(table[word[at : at + length]])
                at += length
                break
        else:
            found.append(word[at])
            at += 1
    return "".join(found)


def _latin_to_russian(word: str) -> str:
    word = re.sub(r"i[yi]?a$", "iya", word)
    word = re.sub(r"yy$", "ый", word)
    word = re.sub(r"(?:iy|ii|(?<=[bcdfghklmnprstvz])y)$", "ий", word)
    word = re.sub(r"(?<=[aeiou])[iy](?=[^aeiouyë]|$)", "й", word)
    return _replaced(word, _TO_CYRILLIC)


def _rtgs_to_russian(word: str) -> str:
    return _replaced(word, _RTGS_TO_CYRILLIC)


def _latin_to_thai(word: str, origin: Origin | None) -> str:
    if _origin(word, origin) == "ru":
        return _russian_to_thai(_latin_to_russian(word))
    return _spelled(_parts(word, _RTGS))


def _russian_to_thai(word: str) -> str:
    word = word.replace("ь", "").replace("ъ", "").replace("дж", "ж").replace("тс", "ц")
    word = re.sub("(?<=[жчшщ])ё", "о", word)
    # At the start and after a vowel е is read ye, я ya.
    word = re.sub(
        "(?:^|(?<=[аеёиоуыэюя]))[еёюя]", lambda found: "й" + "эоуа"["еёюя".index(found[0])], word
    )
    return _spelled(_parts(word, _RUSSIAN))


_Part = tuple[str, str, str]
"""`v`, a vowel, or `c`, a consonant, with its two forms; or `x`, another sign."""


def _parts(word: str, sounds: _Sounds) -> list[_Part]:
    found: list[_Part] = []
    at = 0
    while at < len(word):
        part: _Part = ("x", word[at], "")
        length = 1
        for size in range(4, 0, -1):
            piece, following = word[at : at + size], word[at + size : at + size + 1]
            if piece in sounds.vowels and not (piece[1:].endswith("й") and following in _VOWELS):
                part, length = ("v", *sounds.vowels[piece]), size
                break
            if piece in sounds.consonants:
                part, length = ("c", *sounds.consonants[piece]), size
                break
        found.append(part)
        at += length
    return found


def _spelled(parts: list[_Part]) -> str:
    """Spell sounds syllable by syllable in Thai."""
    written: list[str] = []
    at = 0
    while at < len(parts):
        start = at
        while at < len(parts) and parts[at][0] == "c":
            at += 1
        initials = _opened(parts[start:at])
        if at == len(parts) or parts[at][0] == "x":
            written += [*initials, *(part[1] for part in parts[at : at + 1])]
            at += 1
            continue
        _, bare, closed = parts[at]
        at += 1
        finals = _finals(parts, at)
        form = closed if finals else bare
        if finals and closed == "-ั" and at + len(finals) == len(parts):
            form = "-า"  # อีวาน
        initials = initials or ["อ"]
        cluster = 2 if initials[-1] in "รลว" else 1  # these letters the vowel stands around
        written += initials[:-cluster]
        written.append(form.replace("-", "".join(initials[-cluster:]), 1))
        written += _closed(finals, marked=form != "-")
        at += len(finals)
    return "".join(written)


def _opened(onset: list[_Part]) -> list[str]:
    """Initial letters: `с` before others is `ส`, and `к` after it `ก` (สกี)."""
    letters = []
    for number, (_, initial, final) in enumerate(onset):
        if final == "ส" and len(onset) > 1 and number == 0:
            letters.append("ส")
        elif initial == "ค" and number and onset[number - 1][2] == "ส":
            letters.append("ก")
        else:
            letters.append(initial)
    return letters


def _closed(finals: list[_Part], *, marked: bool) -> list[str]:
    """Final letters: the first is read, the last of several and `ร` are marked as silent."""
    found = []
    for number, (_, initial, final) in enumerate(finals):
        letter = initial if number and final == "ก" else final
        silent = (letter == "ร" and marked) or 0 < number == len(finals) - 1
        found.append(letter + (_SILENT if silent else ""))
    return found


def _finals(parts: list[_Part], at: int) -> list[_Part]:
    """The consonants from a place on that close a syllable: all but what opens the next."""
    end = at
    while end < len(parts) and parts[end][0] == "c":
        end += 1
    run = parts[at:end]
    if end == len(parts) or parts[end][0] == "x":
        return run
    return run[:1] if len(run) > 1 else []
