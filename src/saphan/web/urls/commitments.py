from django.urls import path

from saphan.web.views import commitments

urlpatterns = [
    path("register/commitments/", commitments.board, name="commitments"),
    path("register/commitments/new/<int:fact>/", commitments.new, name="commitment_new"),
    path("register/commitments/<int:pk>/", commitments.commitment, name="commitment"),
    path("register/commitments/<int:pk>/<slug:act>/", commitments.act, name="commitment_act"),
]
