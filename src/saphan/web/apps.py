from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "saphan.web"
    label = "web"

    def ready(self) -> None:
        from saphan.web import account_trail

        account_trail.connect()
