from django.urls import path

from saphan.web.views.organiser import board, incidents, live, matching, proposals

urlpatterns = [
    path("f/<str:code>/matching/", matching.matching, name="matching"),
    path("f/<str:code>/matching/renew/", matching.renew_matches, name="matching_renew"),
    path("f/<str:code>/matching/<int:pk>/", matching.matching_progress, name="matching_progress"),
    path("f/<str:code>/proposals/", proposals.proposals, name="proposals"),
    path("f/<str:code>/proposals/make/", proposals.make, name="proposals_make"),
    path("f/<str:code>/proposals/make-one/", proposals.make_one, name="proposal_make"),
    path("f/<str:code>/proposals/<int:pk>/withdraw/", proposals.withdraw, name="proposal_withdraw"),
    path("f/<str:code>/board/", board.board, name="board"),
    path("f/<str:code>/board/<int:version>/", board.board, name="board_version"),
    path("f/<str:code>/board/people/", board.people, name="board_people"),
    path("f/<str:code>/board/<int:version>/people/", board.people, name="board_people_version"),
    path("f/<str:code>/board/meetings/<int:pk>/", live.meeting, name="board_meeting"),
    path("f/<str:code>/board/meetings/<int:pk>/cells/", live.cells, name="board_cells"),
    *(
        path(
            f"f/<str:code>/board/meetings/<int:pk>/{act}/",
            live.change,
            {"act": act},
            name=f"meeting_{act}",
        )
        for act in live.ACTS
    ),
    path("f/<str:code>/board/changes/<int:pk>/undo/", live.undo, name="changes_undo"),
    path("f/<str:code>/board/found/", incidents.found, name="people_found"),
    path("f/<str:code>/board/incidents/", incidents.incidents, name="incidents"),
    path("f/<str:code>/board/incidents/<int:pk>/forget/", incidents.forget, name="incident_forget"),
    *(
        path(f"f/<str:code>/board/replan/<int:pk>/{act}/", view, name=f"replan_{act}")
        for act, view in (
            ("apply", incidents.apply),
            ("drop", incidents.drop),
            ("again", incidents.again),
        )
    ),
    path("f/<str:code>/board/<int:version>/publish/", board.publish, name="publish"),
    path("f/<str:code>/runs/start/", board.start_run, name="run_start"),
    path("f/<str:code>/runs/<int:pk>/", board.run_progress, name="run_progress"),
    path("f/<str:code>/runs/<int:pk>/cancel/", board.cancel_run, name="run_cancel"),
]
