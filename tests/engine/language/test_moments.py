import pytest

from saphan.engine.language import city_in


@pytest.mark.parametrize(
    ("zone", "language", "city"),
    [
        ("Europe/Moscow", "ru", "Москва"),
        ("Asia/Bangkok", "th", "กรุงเทพ"),
        ("Europe/Kyiv", "ru", "Киев"),
        ("Asia/Ho_Chi_Minh", "en", "Ho Chi Minh City"),
        ("Mars/Mount_Olympus", "ru", "Mount Olympus"),
    ],
)
def test_cities_are_known_under_the_new_and_the_earlier_name_of_their_zone(zone, language, city):
    assert city_in(zone, language) == city
