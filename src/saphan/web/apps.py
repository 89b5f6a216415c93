from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "saphan.web"
    label = "web"
