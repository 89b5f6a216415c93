"""What is said about signing in, passwords and second factors, in the site's own words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

ERRORS = {
    "account_inactive": _("This account is closed."),
    "email_password_mismatch": _("This address and password do not belong together."),
    "enter_current_password": _("This is not your present password."),
    "incorrect_code": _("This code is not right, or it is too old."),
    "incorrect_password": _("This is not your password."),
    "too_many_login_attempts": _("Too many tries. Please wait five minutes and try again."),
    "rate_limited": _("Too many tries. Please wait five minutes and try again."),
}
SECOND_FACTOR_ERRORS = {
    "incorrect_code": ERRORS["incorrect_code"],
    "cannot_delete_authenticator": _(
        "Your role needs a second factor: add a passkey before you remove the app."
    ),
}
PASSWORD_ERRORS: dict[str, Any] = {
    "password_too_short": _("This password is too short: it needs at least 10 characters."),
    "password_too_common": _("Many people have this password: please choose another."),
}
TOLD = {
    "account/messages/password_changed.txt": _("Your password is changed."),
    "account/messages/password_set.txt": _("Your password is set."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "These are your new recovery codes. Keep them in a safe place."
    ),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
}
WAYS = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code of your app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}
HAPPENED = {
    "account/email/password_changed": _("The password of your account was changed."),
    "account/email/password_set": _("A password was set for your account."),
    "account/email/password_reset": _("The password of your account was reset by e-mail."),
    "mfa/email/totp_activated": _("An authenticator app was set up for your account."),
    "mfa/email/totp_deactivated": _("The authenticator app of your account was removed."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account."),
    "mfa/email/webauthn_added": _("A passkey was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey of your account was removed."),
}


def passkey_name(number: int) -> str:
    """What a passkey is called until its owner names it."""
    return gettext("Passkey %(number)d") % {"number": number}


def letter(kind: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and body of a letter, in the present language.

    Args:
        kind: As allauth names it, such as `account/email/password_reset_key`.
        context: What allauth gives for it.
    """
    if kind == "account/email/password_reset_key":
        body = gettext(
            "Open this link to choose a new password. If you did not ask for it, do nothing: "
            "your password stays as it is."
        )
        return gettext("A new password"), f"{body}\n\n{context['password_reset_url']}\n"
    body = gettext(
        "If it was not you, sign in by a link from your mailbox, remove what you do not know and "
        "sign out everywhere."
    )
    return gettext("Your account was changed"), f"{HAPPENED[kind]}\n\n{body}\n"
