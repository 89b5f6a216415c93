from django.apps import AppConfig


class StampsConfig(AppConfig):
    name = "saphan.record.stamps"
    label = "stamps"
    default_auto_field = "django.db.models.BigAutoField"
