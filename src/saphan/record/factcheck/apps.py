from django.apps import AppConfig


class FactcheckConfig(AppConfig):
    name = "saphan.record.factcheck"
    label = "factcheck"
    default_auto_field = "django.db.models.BigAutoField"
