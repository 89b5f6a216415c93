"""A passkey is added and signs in, on a phone and on a desktop; what goes wrong is said."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.factories import UserFactory
from tests.journeys.looks import sideways

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def user(transactional_db):
    return UserFactory(language="en")


def give_authenticator(page):
    """A device of the browser's own that answers for its user."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, made["authenticatorId"]


def sign_out(page, width):
    """By the keyboard alone; on a phone what leads around the site is behind a button."""
    if width < 640:
        page.get_by_role("button", name="Menu").press("Enter")
        expect(page.get_by_role("link", name="Account")).to_be_visible()
    page.get_by_role("button", name="Sign out").press("Enter")
    expect(page.locator("#menu").get_by_text("Sign in")).to_be_attached()


@pytest.mark.parametrize(("width", "height"), [(375, 812), (1280, 900)])
def test_a_passkey_is_added_and_signs_in(live_server, user, enter, width, height):
    page = enter(user.email, width, height)
    devtools, device = give_authenticator(page)
    page.goto(f"{live_server.url}/account/security/")
    page.get_by_role("link", name="Add a passkey").press("Enter")
    page.get_by_label("What you call it").fill("My phone")
    page.get_by_role("button", name="Add a passkey").press("Enter")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("link", name="Signing in").first.click()
    expect(page.get_by_text("My phone")).to_be_visible()
    assert sideways(page) == 0

    sign_out(page, width)
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").press("Enter")
    expect(page.locator("#menu button")).to_have_attribute("title", user.email)

    # The link alone no longer does: it asks for the passkey too.
    sign_out(page, width)
    page.context.clear_cookies()
    again = enter(user.email, width, height)
    expect(again.get_by_role("heading", name="The second step")).to_be_visible()
    assert sideways(again) == 0

    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device})
    give_authenticator(page)  # another, which has no passkey
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used")
    assert page.complaints == []
