"""The addresses that citizens read on receipts and hear over the telephone: Vietnamese, no tones (ux.md D4)."""

from django.urls import path, register_converter

from motcua.portal.converters import QuickCode, Token
from motcua.portal.views import (
    apply,
    find,
    home,
    lookup,
    pages,
    papers,
    places,
    procedures,
    rate,
    supply,
    track,
    transparency,
)

register_converter(QuickCode, "quick_code")
register_converter(Token, "token")

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("tim/", find.find, name="find"),
    path("thu-tuc/", procedures.catalogue, name="catalogue"),
    path("thu-tuc/<str:code>/", procedures.procedure, name="procedure_by_code"),
    path("thu-tuc/<str:code>/<slug:slug>/", procedures.procedure, name="procedure"),
    path("viec/<slug:slug>/", procedures.topic, name="topic"),
    path("co-quan/", places.places, name="places"),
    path("co-quan/<slug:key>/", places.place, name="place"),
    path("nop/<uuid:draft_id>/", apply.resume, name="resume"),
    path("nop/<uuid:draft_id>/giay-to/", papers.papers, name="papers"),
    path("nop/<uuid:draft_id>/kiem-tra/", apply.check, name="check"),
    path("nop/<uuid:draft_id>/da-nop/", apply.done, name="done"),
    path("nop/<uuid:draft_id>/<slug:step>/", apply.step, name="step"),
    path("nop/<str:code>/", apply.begin, name="apply"),
    path("tra-cuu/", lookup.lookup, name="lookup"),
    path("t/<quick_code:code>", lookup.scanned),  # as the QR has it: no hop more than needed
    path("t/<quick_code:code>/<token:token>", lookup.scanned),
    path("t/<quick_code:code>/", lookup.scanned, name="scanned_code"),
    path("t/<quick_code:code>/<token:token>/", lookup.scanned, name="scanned"),
    path("ho-so/<quick_code:code>/", track.track, name="track"),
    path("ho-so/<quick_code:code>/giay-hen.pdf", track.receipt, name="receipt"),
    path("ho-so/<quick_code:code>/giay/<uuid:pk>.pdf", track.paper, name="paper"),
    path("ho-so/<quick_code:code>/rut/", track.withdraw, name="withdraw"),
    path("ho-so/<quick_code:code>/bo-sung/", supply.supply, name="supply"),
    path("danh-gia/<quick_code:code>/<token:token>/", rate.rate, name="rate"),
    path("cong-khai/", transparency.progress, name="progress"),
    path("cong-khai/hai-long/", transparency.satisfaction, name="satisfaction"),
    path("huong-dan/", pages.page, {"template": "portal/pages/guide.html"}, name="guide"),
    path("tro-giup/", pages.page, {"template": "portal/pages/help.html"}, name="help"),
    path("kha-nang-tiep-can/", pages.page, {"template": "portal/pages/accessibility.html"}, name="accessibility"),
    path("du-lieu-ca-nhan/", pages.page, {"template": "portal/pages/personal_data.html"}, name="personal_data"),
    path("cach-nhan-biet/", pages.page, {"template": "portal/pages/recognise.html"}, name="recognise"),
]
