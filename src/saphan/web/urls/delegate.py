from django.urls import path

from saphan.web.views import delegate

urlpatterns = [
    path("f/<str:code>/suggestions/", delegate.suggestions, name="suggestions"),
    path("f/<str:code>/suggestions/<str:org>/not-for-us/", delegate.not_for_us, name="not_for_us"),
    path("f/<str:code>/set-aside/<int:pk>/undo/", delegate.suggest_again, name="suggest_again"),
    path("f/<str:code>/requests/", delegate.requests, name="requests"),
    path("f/<str:code>/requests/ask/<int:receiver>/", delegate.ask, name="request_ask"),
    path("f/<str:code>/requests/ask-any/<str:org>/", delegate.ask_any, name="request_ask_any"),
    path("f/<str:code>/requests/block/<str:org>/", delegate.block, name="request_block"),
    path("f/<str:code>/requests/block/<int:pk>/lift/", delegate.unblock, name="request_unblock"),
    path("f/<str:code>/requests/<int:pk>/<str:answer>/", delegate.answer, name="request_answer"),
]
