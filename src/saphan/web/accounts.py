"""How allauth signs people in here: our words, our pages, our address for mail."""

from __future__ import annotations

import io
import time
from datetime import timedelta
from typing import Any

import segno
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from saphan.record.directory.models import User
from saphan.record.forum.models import ForumRole
from saphan.record.forum.queries import OwnForum, own_forums, waiting_invitation
from saphan.record.forum.rules import delegate_of, has_a_role
from saphan.record.meetings.queries import published_timetable
from saphan.web import account_words as words

Role = ForumRole.Role
FIRST_PAGES = {
    Role.ORGANISER: "board",
    Role.CO_ORGANISER: "board",
    Role.DESK_OFFICER: "report",
    Role.DOOR_STAFF: "check_in",
}
NEAR = timedelta(days=2)
"""How long before a day of a forum the day itself is what its people look for."""
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""The kinds of second factor; recovery codes only stand in for them."""
CONFIRMING = frozenset({"password", "password_reset", "mfa"})
"""Ways of signing in that also confirm, a while, that it is the owner who changes the account."""


def first_page(user: User) -> str:
    """Where somebody wants to be after signing in, by what they do at their newest forum.

    Returns:
        The address of an organiser's board, a desk officer's report, the check-in of door staff;
        for delegates and interpreters of the next forum their day once it is near and has a
        timetable, before that a delegate's suggestions; the registration of who waits for
        approval; else the start.
    """
    roles = dict(user.forum_roles.order_by("forum_id").values_list("role", "forum__code"))
    for role, page in FIRST_PAGES.items():
        if role in roles:
            return reverse(page, args=[roles[role]])
    for own in own_forums(user):
        return _page_of_part(user, own)
    invitation = waiting_invitation(user)
    return reverse("registration", args=[invitation.token]) if invitation else reverse("home")


def _page_of_part(user: User, own: OwnForum) -> str:
    """The first page of who takes part in a forum, or interprets there."""
    forum = own.forum
    today = timezone.now().astimezone(forum.zone).date()
    is_near = own.next is not None and own.next - today <= NEAR
    if is_near and published_timetable(forum) is not None:
        return reverse("today", args=[forum.code])
    if delegate_of(user, forum) is not None:
        return reverse("suggestions", args=[forum.code])
    return reverse("forum", args=[forum.code])


def remember_language(response: HttpResponse, request: HttpRequest, language: str) -> None:
    """Let the pages speak the language of an account from now on."""
    if language and translation.check_for_language(language):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=request.is_secure()
        )


def must_add_second_factor(user: User) -> bool:
    """Whether a second factor is compulsory for the user, who has none yet."""
    return (
        settings.STAFF_MFA
        and has_a_role(user)
        and not Authenticator.objects.filter(user=user, type__in=STRONG).exists()
    )


class AccountAdapter(DefaultAccountAdapter):
    """Signing in, passwords and mail."""

    error_messages = DefaultAccountAdapter.error_messages | words.ERRORS

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return first_page(request.user)  # type: ignore[arg-type]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_language(response, request, user.language)
        return response

    def clean_password(self, password: str, user: User | None = None) -> str:
        """Judge a new password, in the reader's language.

        Raises:
            ValidationError: What is wrong with it.
        """
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise ValidationError(
                [
                    words.PASSWORD_ERRORS.get(one.code or "", one.messages[0])
                    for one in error.error_list
                ]
            ) from error
        return password

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Show a message; those that are nothing new to the reader are left out."""
        if message is None and message_template in words.TOLD:
            message = str(words.TOLD[message_template])
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        if app_settings.EMAIL_NOTIFICATIONS:
            self.send_mail(template_prefix, user.email, {"user": user, **(context or {})})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write to somebody in their own language."""
        user = context.get("user") or self.request.user
        with translation.override(user.language or translation.get_language()):
            subject, body = words.letter(template_prefix, context)
            send_mail(subject, body, None, [email])

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether somebody must confirm who they are: not just after they have signed in so."""
        oldest = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        records = get_authentication_records(self.request, self.request.user)
        if any(one["method"] in CONFIRMING and one["at"] > oldest for one in records):
            return False
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        return required

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        return [
            method | {"description": words.WAYS[method["id"]]}
            for method in super().get_reauthentication_methods(user)
        ]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator apps, passkeys and recovery codes."""

    error_messages = DefaultMFAAdapter.error_messages | words.SECOND_FACTOR_ERRORS

    def build_totp_svg(self, url: str) -> str:
        drawn = io.BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", scale=5, border=2, xmldecl=False)
        return drawn.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        user = authenticator.user
        others = Authenticator.objects.filter(user=user, type__in=STRONG).exclude(
            pk=authenticator.pk
        )
        return not settings.STAFF_MFA or not has_a_role(user) or others.exists()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return words.passkey_name(number)

    def _get_site_name(self) -> str:
        return "Saphan"
