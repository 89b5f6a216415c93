from django.apps import AppConfig


class MailingConfig(AppConfig):
    name = "saphan.record.mailing"
    label = "mailing"
    default_auto_field = "django.db.models.BigAutoField"
