import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.engine.language import TextCutWarning, embed
from saphan.engine.language.vectors.encoder import MAX_PIECES, Encoder

THAI = ("ระบบตรวจจับข่าวปลอม", "โลจิสติกส์ห่วงโซ่ความเย็น", "ทุนการศึกษาระดับปริญญาโท")
RUSSIAN = ("мониторинг дезинформации", "холодильная логистика", "стипендии в магистратуре")
ENGLISH = ("detecting fake news", "cold chain logistics", "scholarships for a master's degree")


def nearest(left: tuple[str, ...], right: tuple[str, ...]) -> list[int]:
    found: list[int] = (embed(left) @ embed(right).T).argmax(axis=1).tolist()
    return found


@pytest.mark.parametrize(
    ("left", "right"), [(THAI, RUSSIAN), (RUSSIAN, THAI), (THAI, ENGLISH), (RUSSIAN, ENGLISH)]
)
def test_what_means_the_same_lies_nearest(left: tuple[str, ...], right: tuple[str, ...]) -> None:
    assert nearest(left, right) == [0, 1, 2]


def test_vectors_are_of_length_one() -> None:
    vectors = embed(THAI + RUSSIAN)
    assert (vectors.shape, vectors.dtype) == ((6, 512), np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_no_texts() -> None:
    assert embed([]).shape == (0, 512)


def test_the_texts_beside_it_do_not_change_a_vector() -> None:
    texts = [*THAI, *RUSSIAN, *ENGLISH, "a " * 300]
    alone = np.concatenate([embed([text]) for text in texts])
    assert np.abs(embed(texts) - alone).max() < 1e-6
    assert np.array_equal(embed(texts), embed(texts))


def test_markup_and_invisible_signs_count_for_nothing() -> None:
    plain, marked = embed(["cold chain", "<p>cold\u200b <b>chain</b></p><script>x()</script>"])
    assert plain @ marked > 0.999


def test_a_text_of_a_megabyte_is_cut_and_says_so() -> None:
    with pytest.warns(TextCutWarning, match="1,000,000 characters"):
        vectors = embed(["ก" * 1_000_000])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_the_pieces_of_one_text_are_limited() -> None:
    assert [len(own) for own in Encoder().pieces(["word " * 2000, "word"])] == [MAX_PIECES, 3]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_any_text_has_a_vector(texts: list[str]) -> None:
    vectors = embed(texts)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("text", ["", " ", "😀🎉", "שלום עולם", "\x00\x07", "ก่่่้้", "<", "&#0;"])
def test_odd_texts_have_a_vector(text: str) -> None:
    assert np.isfinite(embed([text])).all()
