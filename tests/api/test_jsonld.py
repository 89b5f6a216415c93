"""What search engines are told of forums and organisations."""

import json
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import DelegateFactory, ForumFactory, ListingFactory, organiser_of

from saphan.web.templatetags.jsonld import json_ld

KIND = "application/ld+json"


class Blocks(HTMLParser):
    """The data blocks of a page, and how many scripts it has."""

    def __init__(self, page):
        super().__init__()
        self.found, self.scripts, self.inside = [], 0, False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.scripts += tag == "script"
        self.inside = tag == "script" and dict(attrs).get("type") == KIND

    def handle_data(self, data):
        if self.inside:
            self.found.append(json.loads(data))
            self.inside = False


def told(client, page, *args):
    blocks = Blocks(client.get(reverse(page, args=args)).content.decode())
    return blocks.found


@given(st.text() | st.text("</script>-!&\u2028\u2029\\\"'"))
def test_no_text_ends_the_block(text):
    block = json_ld({"name": text})
    blocks = Blocks(block + "<p>after</p>")
    assert (blocks.found, blocks.scripts) == ([{"name": text}], 1)
    assert block.count("<") == 2


def test_nothing_is_no_block():
    assert json_ld(None) == ""


@pytest.mark.django_db
def test_a_forum_is_an_event(client):
    forum = ForumFactory(summary={"en": "Two sides meet </script><script>alert(1)</script>"})
    first, last = forum.days.order_by("date")
    first.city = "Bangkok"
    first.save()
    url = f"http://testserver{reverse('forum', args=[forum.code])}"
    assert told(client, "forum", forum.code) == [
        {
            "@context": "https://schema.org",
            "@type": "BusinessEvent",
            "name": forum.title,
            "description": forum.about,
            "url": url,
            "startDate": f"{first.date}",
            "endDate": f"{last.date}",
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
            "inLanguage": ["th", "ru", "en"],
            "location": [
                {"@type": "Place", "name": "Bangkok", "address": "Bangkok"},
                {"@type": "VirtualLocation", "url": url},
            ],
        }
    ]
    last.delete()
    (event,) = told(client, "forum", forum.code)
    assert event["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert event["location"] == [{"@type": "Place", "name": "Bangkok", "address": "Bangkok"}]
    first.delete()
    assert told(client, "forum", forum.code) == []


@pytest.mark.django_db
def test_an_organisation_is_told_without_its_people(client):
    one = DelegateFactory(
        organisation__name="Siam & <Sons>",
        organisation__about="Since 1960.",
        organisation__city="Bangkok",
    )
    organisation = one.organisation
    ListingFactory(organisation=organisation, side="offer", title="Rubber", text="Of trees")
    ListingFactory(organisation=organisation, side="need", title="Steel", text="Of mills")
    page = ("organisation", one.forum.code, organisation.code)
    (block,) = told(client, *page)
    assert block == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": "Siam & <Sons>",
        "description": organisation.about,
        "url": f"http://testserver{reverse(page[0], args=page[1:])}",
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "TH",
            "addressLocality": "Bangkok",
        },
        "makesOffer": [{"@type": "Offer", "name": "Rubber", "description": "Of trees"}],
        "seeks": [{"@type": "Demand", "name": "Steel", "description": "Of mills"}],
    }
    assert one.person.name not in json.dumps(block, ensure_ascii=False)


@pytest.mark.django_db
def test_of_a_draft_nothing_is_told(client):
    one = DelegateFactory(forum__is_open=False)
    client.force_login(organiser_of(one.forum))
    assert told(client, "forum", one.forum.code) == []
    assert told(client, "organisation", one.forum.code, one.organisation.code) == []
