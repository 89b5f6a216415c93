import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.engine.language import to_latin, to_russian, to_thai

# Readings that the tables of the 1999 Principles of Romanization give.
RTGS = """
ปะ pa|วรรณ wan|สรรพ sap|รำ ram|มีด mit|นึก nuek|หรือ rue|หรู ru|เละ le|เล็ง leng|เลน len|และ lae
แสดง sadaeng|โปะ po|ลม lom|โต to|เลาะ lo|เงิน ngoen|เลอะ loe|เลย loei|เธอ thoe|เดิน doen|เพียะ phia
เลียน lian|เลือก lueak|เมือง mueang|ผัวะ phua|รวม ruam|ใย yai|วัย wai|ไทย thai|สาย sai|เอา ao|สาว sao
ขลุ่ย khlui|ลอย loi|เลว leo|เร็ว reo|แมว maeo|เขียว khiao|ฤทธิ์ rit|ฤดู ruedu|พฤกษา phrueksa|หิว hio
ปลิว plio|จุก chuk|ทราย sai|กฎ kot|บาตร bat|ศาสตร์ sat|ญาติ yat|หญ้า ya|ถนน thanon|สะพาน saphan
จังหวัด changwat|ตำบล tambon|วิทยา witthaya|จันทร์ chan|จักร chak|ฟิล์ม fim|อักษร akson
"""
PROVINCES = """
กระบี่ krabi|กาญจนบุรี kanchanaburi|กำแพงเพชร kamphaengphet|ชลบุรี chonburi|ชัยนาท chainat|ตราด trat
นครปฐม nakhonpathom|นครศรีธรรมราช nakhonsithammarat|บึงกาฬ buengkan|บุรีรัมย์ buriram
ประจวบคีรีขันธ์ prachuapkhirikhan|พระนครศรีอยุธยา phranakhonsiayutthaya|พิษณุโลก phitsanulok
ร้อยเอ็ด roiet|ลพบุรี lopburi|สุราษฎร์ธานี suratthani|หนองบัวลำภู nongbualamphu|อุตรดิตถ์ uttaradit
"""


def pairs(rows: str) -> list[list[str]]:
    return [pair.split() for pair in rows.strip().replace("\n", "|").split("|")]


@pytest.mark.parametrize(("thai", "latin"), pairs(RTGS) + pairs(PROVINCES))
def test_thai_is_read_by_the_royal_system(thai: str, latin: str) -> None:
    assert to_latin(thai) == latin.capitalize()


def test_names_of_people_and_what_stands_between_them() -> None:
    assert to_latin("นายชัยวุฒิ ธนาคมานุสรณ์ (AI)") == "Naichaiwut Thanakhamanuson (AI)"


@pytest.mark.parametrize(
    ("russian", "bgn", "gost", "icao"),
    [
        ("Томихин", "Tomikhin", "Tomikhin", "Tomikhin"),
        ("Евгений", "Yevgeniy", "Evgenii", "Evgenii"),
        ("Юрий Щёголев", "Yuriy Shchëgolev", "Iurii Shchegolev", "Iurii Shchegolev"),
        ("Подъячев", "Pod”yachev", "Podiachev", "Podieiachev"),
        ("Цой", "Tsoy", "Tcoi", "Tsoi"),
        ("Иркутск", "Irkutsk", "Irkutsk", "Irkutsk"),
    ],
)
def test_russian_in_latin_letters(russian: str, bgn: str, gost: str, icao: str) -> None:
    assert to_latin(russian) == bgn
    assert to_latin(russian, "gost") == gost
    assert to_latin(russian, "icao") == icao


@pytest.mark.parametrize(
    ("name", "russian"),
    [
        ("Tomikhin", "Томихин"),
        ("Yevgeny", "Евгений"),
        ("Evgenii", "Евгений"),
        ("Dostoevskii", "Достоевский"),
        ("Chaykovskiy", "Чайковский"),
        ("KRASNOYARSK", "КРАСНОЯРСК"),
        ("Anastasiia", "Анастасия"),
        ("Pod”yachev", "Подъячев"),
        ("ชัยวุฒิ", "Чайвут"),
        ("Phuket", "Пхукет"),
        ("ทักษิณ ชินวัตร", "Тхаксин Чиннават"),
    ],
)
def test_names_in_russian_letters(name: str, russian: str) -> None:
    assert to_russian(name) == russian


@pytest.mark.parametrize(
    ("name", "thai"),
    [
        ("Томихин", "โตมีฮิน"),
        ("Tomikhin", "โตมีฮิน"),
        ("Евгений", "เยฟเกนี"),
        ("Путин", "ปูติน"),
        ("Москва", "มอสควา"),
        ("Иванов", "อีวานอฟ"),
        ("Достоевский", "ดอสโตเยฟสกี"),
        ("Владивосток", "วลาดีวอสตอก"),
        ("Mueang", "เมือง"),
    ],
)
def test_names_in_thai_letters(name: str, thai: str) -> None:
    assert to_thai(name) == thai


def test_the_origin_of_latin_letters_can_be_told() -> None:
    assert (to_russian("Kham", "th"), to_russian("Kham", "ru")) == ("Кхам", "Хам")


ANY = st.text(st.sampled_from("กขรวทสาิีัะเแโฤ์่ำอๆฯЁёъьщХйabkhyëx'’. 1😀"), max_size=25) | st.text(
    max_size=25
)


@settings(max_examples=80, deadline=None)
@given(ANY)
def test_any_text_can_be_written_in_each_script(text: str) -> None:
    latin = to_latin(text)
    assert to_latin(latin) == latin
    to_russian(text)
    to_thai(text)
