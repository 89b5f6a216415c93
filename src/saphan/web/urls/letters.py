from django.urls import path

from saphan.web.views.organiser import letters

urlpatterns = [
    path("f/<str:code>/letters/", letters.letters, name="letters"),
    path("f/<str:code>/letters/new/", letters.new, name="letter_new"),
    path("f/<str:code>/letters/<int:pk>/", letters.letter, name="letter"),
    path("f/<str:code>/letters/<int:pk>/send/", letters.send, name="letter_send"),
    path("f/<str:code>/letters/<int:pk>/<slug:act>/", letters.act, name="letter_act"),
]
