from allauth.account import views as allauth
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path
from django.views.generic import RedirectView

from saphan.web.views.account import consents, data, erasing, settings, sign_in, tokens

# Those that begin with account_ and mfa_ are the names that allauth itself asks for.
SIGN_IN = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/link/", sign_in.sign_in_link, name="sign_in_link"),
    path("sign-in/password/", allauth.login, name="sign_in_password"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/second-step/", factors.authenticate, name="mfa_authenticate"),
    path("sign-in/closed/", allauth.account_inactive, name="account_inactive"),
    path("sign-in/new-password/", allauth.password_reset, name="account_reset_password"),
    path(
        "sign-in/new-password/sent/",
        allauth.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "sign-in/new-password/done/",
        RedirectView.as_view(pattern_name="home"),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^sign-in/new-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
]
SECURITY = [
    path("account/security/", factors.index, name="mfa_index"),
    path("account/password/", allauth.password_change, name="account_change_password"),
    path("account/password/set/", allauth.password_set, name="account_set_password"),
    path("account/security/confirm/", allauth.reauthenticate, name="account_reauthenticate"),
    path("account/security/confirm/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path(
        "account/security/confirm/passkey/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/security/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/security/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/security/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/security/codes/new/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/security/codes/file/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path(
        "account/security/passkeys/",
        RedirectView.as_view(pattern_name="mfa_index"),
        name="mfa_list_webauthn",
    ),
    path("account/security/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path(
        "account/security/passkeys/<int:pk>/remove/",
        passkeys.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
    path(
        "account/security/passkeys/<int:pk>/name/",
        passkeys.edit_webauthn,
        name="mfa_edit_webauthn",
    ),
]
ACCOUNT = [
    path("account/", settings.account, name="account"),
    path("account/devices/", settings.devices, name="devices"),
    path("account/devices/<int:pk>/end/", settings.end_device, name="device_end"),
    path("account/devices/end/", settings.end_other_devices, name="devices_end_others"),
    path("account/data/", data.own_data, name="own_data"),
    path("account/data/erase/", erasing.erase_me, name="erase_me"),
    path("account/consents/", consents.own_consents, name="own_consents"),
    path("letters/stop/<str:token>/", consents.letters_stop, name="letters_stop"),
    path("account/data.zip", data.own_data_file, name="own_data_file"),
    path("account/programs/", tokens.tokens, name="tokens"),
    path("account/programs/<int:pk>/revoke/", tokens.revoke, name="token_revoke"),
]
urlpatterns = [*SIGN_IN, *SECURITY, *ACCOUNT]
