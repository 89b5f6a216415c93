from django.contrib.sitemaps.views import sitemap
from django.urls import path

from saphan.api import receivers
from saphan.web.views.facts import (
    cards,
    claims,
    desk,
    feed,
    feeds,
    files,
    intake,
    people,
    public,
    weeks,
)

urlpatterns = [
    path("facts/", public.home, name="facts"),
    path("facts/claims/<slug:key>/", public.page, name="fact"),
    path("facts/claims/<slug:key>/<slug:language>.png", cards.card, name="fact_card"),
    path("facts/weeks/", weeks.weeks, name="fact_weeks"),
    path("facts/weeks/<slug:name>/", weeks.week, name="fact_week"),
    path("facts/weeks/<slug:name>.pdf", weeks.paper, name="fact_week_paper"),
    path("facts/weeks/<slug:name>.json", weeks.data, name="fact_week_data"),
    path("facts/feed.json", feeds.data_feed, name="fact_data"),
    path("facts/feed.atom", feeds.Atom(), name="fact_atom"),
    path("facts/sitemap.xml", sitemap, {"sitemaps": feeds.SITEMAPS}, name="fact_sitemap"),
    path("facts/ask/", intake.ask, name="fact_ask"),
    path("facts/asked/<str:token>/", intake.asked, name="fact_asked"),
    path("facts/asked/<str:token>/forget/", intake.forget, name="fact_forget"),
    path("facts/reply/<str:token>/", intake.reply_page, name="fact_reply"),
    path("facts/receive/line/<str:country>/", receivers.line, name="fact_line"),
    path("facts/receive/telegram/<str:country>/", receivers.telegram, name="fact_telegram"),
    path("facts/partner/<str:country>.json", feed.partner, name="fact_feed"),
    path("facts/desk/", desk.own, name="fact_own_desk"),
    path("facts/desk/<str:country>/", desk.queue_page, name="fact_desk"),
    path("facts/desk/<str:country>/messages/<int:pk>/", desk.cluster, name="fact_cluster"),
    path(
        "facts/desk/<str:country>/messages/<int:pk>/<slug:act>/",
        desk.cluster_act,
        name="fact_cluster_act",
    ),
    path("facts/desk/<str:country>/pictures/<int:pk>/", desk.picture, name="fact_picture"),
    path("facts/desk/<str:country>/claims/new/", claims.new, name="fact_claim_new"),
    path("facts/desk/<str:country>/claims/<int:pk>/", claims.claim, name="fact_claim"),
    path("facts/desk/<str:country>/claims/<int:pk>/<slug:act>/", claims.act, name="fact_claim_act"),
    path("facts/desk/<str:country>/files/", files.upload, name="fact_files"),
    path("facts/desk/<str:country>/files/keep/", files.keep, name="fact_files_keep"),
    path("facts/desk/<str:country>/people/", people.roles, name="fact_people"),
    path("facts/desk/<str:country>/people/<int:pk>/remove/", people.remove, name="fact_role_take"),
    path("facts/desk/<str:country>/senders/", people.senders, name="fact_senders"),
    path("facts/desk/<str:country>/senders/<int:pk>/erase/", people.erase, name="fact_erase"),
]
