"""What a release is about is told apart from what it says in passing."""

from __future__ import annotations

import pytest

from saphan.engine.extraction import ReleaseFacts, extract, parse_release
from saphan.engine.extraction.result import TOPICS
from saphan.engine.extraction.tables import likely, rows, weights
from saphan.engine.extraction.topics import NO_TOPIC, Candidate, candidates, chosen


def thai(title: str, body: str) -> ReleaseFacts:
    return extract(
        parse_release(
            f"รัฐบาลไทย-ข่าวทำเนียบรัฐบาล-{title}\nวันอังคารที่ 25 พฤษภาคม 2564\nพิมพ์\n{title}\n{body}\n"
        )
    )


@pytest.mark.parametrize(
    ("title", "body", "topics"),
    [
        (
            "ธอส. ออกสินเชื่อบ้านดอกเบี้ยต่ำ",
            "ธนาคารอาคารสงเคราะห์เปิดให้ลูกค้ายื่นกู้สินเชื่อบ้าน อัตราดอกเบี้ยคงที่ ผ่านแอปพลิเคชันของธนาคาร",
            {"finance"},
        ),
        (
            "เตือนข่าวปลอม วัคซีนโควิดทำให้ผู้ป่วยเสียชีวิต",
            "ศูนย์ต่อต้านข่าวปลอมตรวจสอบกับกระทรวงสาธารณสุขแล้ว พบว่าเป็นข้อมูลเท็จ ขออย่าหลงเชื่อและแชร์ต่อ",
            {"fake_news", "health"},
        ),
        (
            "กรมทางหลวงรายงานเส้นทางน้ำท่วม",
            "กรมทางหลวงรายงานสถานการณ์อุทกภัย มีทางหลวงที่น้ำท่วมและการจราจรผ่านไม่ได้สามแห่ง",
            {"transport", "disaster"},
        ),
        (
            "ลงนามบันทึกความเข้าใจด้านพลังงาน",
            "กระทรวงพลังงานและการไฟฟ้าลงนามบันทึกความเข้าใจว่าด้วยการประหยัดพลังงาน โดยมีรัฐมนตรีเป็นสักขีพยาน",
            {"energy", "mou"},
        ),
        ("คณะผู้แทนเยี่ยมคารวะ", "ทั้งสองฝ่ายแสดงความยินดีที่ได้พบกัน", set()),
    ],
)
def test_what_a_release_is_about(title: str, body: str, topics: set[str]) -> None:
    assert set(thai(title, body).topics) == topics


def test_few_words_on_talks_are_about_what_one_telling_word_names() -> None:
    facts = thai(
        "รมว.เกษตรฯ ต้อนรับเอกอัครราชทูตรัสเซีย",
        "รัฐมนตรีต้อนรับเอกอัครราชทูตสหพันธรัฐรัสเซียประจำประเทศไทย ในโอกาสเข้าเยี่ยมคารวะ "
        "หารือด้านการเกษตรและการส่งออกผลไม้\nฝ่ายรัสเซียยินดีให้ทุนการศึกษาแก่นักวิจัยไทย",
    )
    told = {fact.value: fact.rule for fact in facts.facts if fact.kind == "topic"}
    assert told["agriculture"] == "topic_words"
    assert told["scholarship"] == "topic_of_talks"


def test_a_word_at_the_end_of_a_long_release_is_no_topic() -> None:
    paragraph = "กรมการขนส่งทางบกเปิดเดินรถโดยสารเส้นทางใหม่ ผู้โดยสารเดินทางสะดวกและการจราจรคล่องตัว\n"
    facts = thai("เปิดเดินรถโดยสารเส้นทางใหม่", paragraph * 30 + "ผู้ร่วมงานสวมหน้ากากตามมาตรการสาธารณสุข")
    assert facts.topics == ("transport",)


def test_each_topic_stands_at_its_first_word() -> None:
    facts = thai("เปิดโรงพยาบาลใหม่", "กระทรวงสาธารณสุขเปิดโรงพยาบาลแห่งใหม่เพื่อดูแลผู้ป่วย")
    (topic,) = [fact for fact in facts.facts if fact.kind == "topic"]
    assert facts.text[topic.start : topic.end] == "โรงพยาบาล"
    assert topic.start == facts.text.find("โรงพยาบาล")


def test_a_longer_word_hides_one_that_means_something_else() -> None:
    release = parse_release("ประชุมที่ศาลากลาง\nวันอังคารที่ 25 พฤษภาคม 2564\nประชุมที่ศาลาประชาคม\n")
    assert candidates(release, release.plain) == []


def test_a_word_may_be_of_two_topics() -> None:
    release = parse_release("ทรัพย์สินทางปัญญา\nวันอังคารที่ 25 พฤษภาคม 2564\nจดทะเบียนทรัพย์สินทางปัญญา\n")
    found = {item.topic for item in candidates(release, release.plain)}
    assert found == {"law", "trade"}


def test_the_likeliest_is_told_where_none_is_likely_enough() -> None:
    trade, law = (Candidate(topic, 0, 1, frozenset(), "topic_words") for topic in ("trade", "law"))
    assert chosen([(0.3, trade), (0.2, law)], enough=0.4, alone=0.25) == [(0.3, trade)]
    assert chosen([(0.2, trade), (0.1, law)], enough=0.4, alone=0.25) == []
    assert chosen([(0.5, trade), (0.45, law)], enough=0.4, alone=0.25) == [
        (0.5, trade),
        (0.45, law),
    ]


def test_what_is_true_adds_up_to_a_probability() -> None:
    learned = {"title": 2.0, "late": -3.0}
    assert likely(learned, ()) == 0.5
    assert likely(learned, ("title", "unknown")) == pytest.approx(0.8808, abs=1e-4)
    assert likely(learned, ("title", "late")) == pytest.approx(0.2689, abs=1e-4)


def test_every_word_is_of_a_topic_and_every_weight_of_a_word() -> None:
    words = {
        (row["topic"], word.lower())
        for row in rows("topics.tsv")
        for word in row["words"].split("|")
    }
    assert {topic for topic, _ in words} == {*TOPICS, NO_TOPIC}
    assert all(word for _, word in words)
    learned = weights("topic_weights.tsv")
    assert 0.25 <= learned["alone"] < learned["enough"] <= 0.6
    weighed = {
        (topic, word.removeprefix("title").strip("“”"))
        for topic, _, word in (name.partition(":") for name in learned)
        if word.endswith("”")
    }
    assert weighed <= words
