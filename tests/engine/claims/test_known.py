"""Claims gathered from releases. All releases here are invented."""

from __future__ import annotations

from datetime import date

from saphan.engine.claims import Source, gather

LIST = "ข่าวปลอมที่คนสนใจ ดังนี้\nอันดับ 1 เรื่อง {}\nอันดับ 2 เรื่อง {}\n"


def release(name: str, day: date, *claims: str, url: str = "") -> Source:
    return Source(name, LIST.format(*claims), day, url)


def test_one_wording_is_one_claim_with_all_its_mentions():
    known = gather(
        [
            release("b.txt", date(2022, 2, 1), "กินเกลือแก้ หวัด", "ธนาคารปิดทุกสาขา"),
            release("a.txt", date(2022, 1, 1), "น้ำท่วมทั้งประเทศ", "กินเกลือแก้หวัด"),
        ]
    )
    assert [claim.text for claim in known] == [
        "น้ำท่วมทั้งประเทศ",
        "กินเกลือแก้ หวัด",
        "ธนาคารปิดทุกสาขา",
    ]
    salt = known[1]
    assert (salt.first, salt.last) == (date(2022, 1, 1), date(2022, 2, 1))
    assert [(seen.release, seen.rank) for seen in salt.mentions] == [("a.txt", 2), ("b.txt", 1)]
    assert salt.texts == ("กินเกลือแก้หวัด",)
    assert (salt.language, salt.verdict) == ("th", "false")


def test_a_release_collected_twice_counts_once():
    page = release("1.txt", date(2022, 1, 1), "กินเกลือแก้หวัด", "น้ำท่วม 10 จังหวัด", url="https://x/1")
    again = Source("2.txt", page.text, page.day, page.url)
    assert [len(claim.mentions) for claim in gather([page, again])] == [1, 1]


def test_an_id_stays_when_more_is_known():
    first = release("1.txt", date(2022, 1, 1), "กินเกลือแก้หวัด", "น้ำท่วม 10 จังหวัด")
    later = release("2.txt", date(2022, 3, 1), "กินเกลือแก้หวัด", "ฝนตก 5 วัน")
    alone, more = gather([first]), gather([later, first])
    assert [claim.id for claim in alone] == [claim.id for claim in more[:2]]


def test_numbers_make_another_claim():
    known = gather([release("1.txt", date(2022, 1, 1), "แจก 1,000 บาท", "แจก 10,000 บาท")])
    assert len(known) == 2
