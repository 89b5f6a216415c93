"""Values and a template become a PDF."""

import pytest

from saphan.web import printing


@pytest.fixture
def template(tmp_path, monkeypatch):
    """A template of one paragraph, beside what all templates share."""
    (tmp_path / "paper.typ").write_text((printing.FOLDER / "paper.typ").read_text())
    (tmp_path / "letter.typ").write_text(
        '#import "paper.typ": *\n#show: paper.with(title: values.title)\n#values.text\n'
    )
    (tmp_path / "fonts").symlink_to(printing.FOLDER / "fonts")
    monkeypatch.setattr(printing, "FOLDER", tmp_path)


def test_a_template_becomes_a_pdf_in_three_scripts(template):
    made = printing.pdf("letter", {"title": "Forum", "text": "Форум · เวทีจับคู่ธุรกิจ"})
    assert made.startswith(b"%PDF-")
    # Latin and Cyrillic come from one font, Thai from another.
    assert made.count(b"/BaseFont") >= 2


def test_thai_may_break_between_its_words_and_other_text_stays():
    assert printing._breakable({"a": ["ประชุมธุรกิจ", "meeting", 7]}) == {
        "a": ["ประชุม\u200bธุรกิจ", "meeting", 7]
    }
