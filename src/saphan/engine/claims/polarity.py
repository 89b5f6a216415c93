"""What a text denies: "does not cure" is not "cures"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from saphan.engine.language import Token

SCOPE = 3
"""Content words after a negation that it may deny."""

# Said of the telling, of an amount or of a condition: they leave what is claimed as it is.
_NO_DENIAL = re.compile(
    r"จริงหรือไม่|หรือไม่|ใช่หรือไม่|ไม่รู้|ไม่แน่ใจ|ไม่ทราบ|ไม่เชื่อ(?=ก็)|ไม่เกิน|ไม่ถึง|ไม่กี่|ไม่จำกัด"
    r"|ไม่ต้อง|ไม่อยาก|ไม่กล้า|ไม่ว่า|ไม่นาน|ไม่งั้น|ไม่ไหว|ไม่ใช้|ไม่ระบุ|ไม่เขียน|ไม่มีคนค้ำ|ไม่มีอาการ"
    r"|ไม่ทรมาน|ไม่ลงแดง|ไม่สำเร็จ|ไม่เสียตังค์|ไม่เสียเงิน|ไม่ควร|ไม่เท่ากัน|ไม่เอา|ไม่งั้น"
    r"|\bне \w+(?:йте|ите|ьте|йтесь|итесь|ьтесь)\b"
    r"|\bне (?:более|больше|менее|знаю|уверен\w*|только|надо|нужн\w*|забуд\w*|прав\w* ли)\b"
    r"|(?:^|\n|\b(?:please|warning|guys|says?|so|just|and|stop) )(?:don t|do not|dont|never)\b"
    r"|\b(?:i )?(?:don t|do not|dont) (?:know|think|forget|share)\b|\bnot sure\b|\bnot only\b"
    r"|\bno (?:need|more than|longer than|guarantor|test kit|\d+)\b|\bwhy not\b"
)
_DENIES = re.compile(
    r"ไม่|มิได้|\b(?:не|нет|никакого|никаких|никто|никогда)\b"
    r"|\b(?:not|no|never|cannot|nobody|none)\b|n t\b|\b(?:dont|doesnt|isnt|cant|wont|arent|didnt)\b"
)
# What can be said of a thing either way, and the words of each way.
_AXES = (
    (
        r"อันตราย|\bопасн\w*|\bвред\w*|\bdangerous|\bharmful|\bunsafe",
        r"ปลอดภัย|\bбезопасн\w*|\bбезвред\w*|\bsafe\b|\bharmless",
    ),
    (
        r"ถูกกฎหมาย|ไม่ผิดกฎหมาย|\bзаконн\w*|\blegal\b",
        r"(?<!ไม่)ผิดกฎหมาย|\bнезаконн\w*|\billegal\b",
    ),
    (
        r"ขึ้นราคา|ปรับขึ้น|เพิ่มขึ้น|\bповы[сш]\w*|\bподорожа\w*|\bincrease\w*|\braise\w*",
        r"ลดราคา|ปรับลด|ลดลง|\bсни[зж]\w*|\bподешеве\w*|\bdecrease\w*|\blowers?\b",
    ),
    (
        r"ส่งผลดี|ดีต่อ|ดีกว่า|\bполезн\w*|\bлучше\b|\bgood for\b|\bbetter\b",
        r"ส่งผลเสีย|แย่กว่า|เป็นผลเสีย|\bхуже\b|\bbad for\b|\bworse\b",
    ),
    (r"ฟรี|\bбесплатн\w*|\bfree\b", r"เก็บเงินตามปกติ|\bплатн\w*|\bpaid\b"),
)
_WAYS = tuple((re.compile(one), re.compile(other)) for one, other in _AXES)
_NEITHER_WAY = (0,) * len(_AXES)
_JUST_DENIED = re.compile(r"(?:ไม่(?:ได้|เป็น|ใช่)?|\bне|\bnot|n t|\bno) ?$")
_THAI_DENIALS = ("ไม่", "มิได้")
_DENYING = frozenset(
    [
        *("не", "нет", "никакого", "никаких", "никто", "никогда"),
        *("not", "no", "never", "cannot", "nobody", "none"),
        *("dont", "doesnt", "isnt", "cant", "wont", "arent", "didnt"),
    ]
)


@dataclass(frozen=True)
class Polarity:
    """What a text denies.

    Attributes:
        denials: How many times it denies anything.
        denied: The terms that stand where a negation reaches them.
        ways: Of what can be said either way (dangerous or safe, legal or not), what is said: 1, -1,
            or 0 for nothing.
    """

    denials: int
    denied: frozenset[str]
    ways: tuple[int, ...] = _NEITHER_WAY

    @property
    def says(self) -> bool:
        """Whether it denies anything or says a thing one way."""
        return self.denials > 0 or self.ways != _NEITHER_WAY

    def against(self, other: Polarity) -> bool:
        """Whether the two say opposite things of what can be said either way."""
        return any(one * two < 0 for one, two in zip(self.ways, other.ways, strict=True))


def polarity(text: str, tokens: Sequence[Token]) -> Polarity:
    """Find what a text denies.

    Args:
        text: The folded text.
        tokens: Its words.

    Returns:
        Its denials. A negation reaches the next three content words; one with no content word
        after it (`รักษาไม่ได้`) reaches back.
    """
    bare = _NO_DENIAL.sub(" ", text)
    denials = len(_DENIES.findall(bare))
    ways = tuple(_way(text, one, other) for one, other in _WAYS)
    if not denials:
        return Polarity(0, frozenset(), ways)
    denied: set[str] = set()
    content = [at for at, token in enumerate(tokens) if not token.stop and not _is_denial(token)]
    for at, token in enumerate(tokens):
        if not _is_denial(token):
            continue
        after = [index for index in content if at < index <= at + 2 * SCOPE][:SCOPE]
        reached = after or [index for index in content if index < at][-SCOPE:]
        denied.update(tokens[index].term for index in reached)
    return Polarity(denials, frozenset(denied), ways)


def _way(text: str, one: re.Pattern[str], other: re.Pattern[str]) -> int:
    for pattern, way in ((one, 1), (other, -1)):
        if hit := pattern.search(text):
            denied = _JUST_DENIED.search(text, max(0, hit.start() - 12), hit.start())
            return -way if denied else way
    return 0


def _is_denial(token: Token) -> bool:
    if token.language == "th":
        return token.surface.startswith(_THAI_DENIALS)
    return token.surface in _DENYING
