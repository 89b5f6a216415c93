"""What people write around a claim: greetings, calls to pass it on, doubts."""

from __future__ import annotations

import re

_THAI = (
    r"ด่วน(?:ที่สุด|มาก)?|ข่าวด่วน|เตือนภัย|เตือนกันไว้(?:ก่อน)?|ฝากเตือน|แชร์(?:ด่วน|ต่อ|ให้)?"
    r"|ส่งต่อ(?:ๆ|กัน|ด้วย|ด่วน|เพื่อน)*|บอกต่อ|รู้ยัง(?:ว่า)?|รู้มั้ย(?:ว่า)?|รู้หรือไม่|ใครรู้บ้าง"
    r"|จริง(?:ไหม|มั้ย|ป่ะ|ปะ|หรือเปล่า|รึเปล่า|เหรอ|หรอ|หรือไม่)(?:คะ|ครับ|ค่ะ)?"
    r"|ใช่(?:ไหม|มั้ย)(?:คะ|ครับ)?|สวัสดี(?:ค่ะ|คะ|ครับ)?(?:เพื่อนๆ|ทุกคน|ทุกท่าน)*"
    r"|ขอบคุณ(?:ค่ะ|ครับ)?|นะคะ|นะครับ|ค่ะ|ครับ|จ้า+|จ้ะ|จ๊ะ|น่ากลัว(?:มาก|อ่ะ)?|ใครมี|มีใคร"
    r"|ด้วยความปรารถนาดี|ขอให้โชคดี|555+"
)
_RUSSIAN = (
    r"внимание|срочно|осторожно|перешлите(?: всем)?(?: родным| знакомым)?|правда(?: ли)?"
    r"|говорят(?: что)?|слышали|оказывается|а вы знали(?: что)?|это правда|подскажите"
    r"|здравствуйте|девочки|кто нибудь|поделитесь|сообщите всем"
)
_ENGLISH = (
    r"urgent|warning|please (?:share|forward)(?: to everyone| this)?"
    r"|(?:forward|share) (?:to|this|with)(?: your family| everyone)?|is it true(?: that)?|legit"
    r"|did you know(?: that)?|heard(?: that)?|guys|lol|lmao|rn|pls|please|hi all|thank you|wth"
)
_APPEALS = re.compile(rf"(?:{_THAI})|\b(?:{_RUSSIAN}|{_ENGLISH})\b")
_SPACES = re.compile(r"[ \t]+")


def without_appeals(text: str) -> str:
    """A folded text without greetings, calls to pass it on and doubts; itself when it is only such.

    Args:
        text: The folded text.

    Returns:
        What may be claimed.
    """
    bare = _SPACES.sub(" ", _APPEALS.sub(" ", text)).strip()
    return bare if len(bare) >= len(text) / 4 else text
