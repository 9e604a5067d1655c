"""The monitoring room, and every officer's notifications."""

from django.urls import path, register_converter

from motcua.oversight.converters import WeekConverter
from motcua.oversight.views import (
    calendar,
    dossiers,
    figures,
    notices,
    overdue,
    recalculation,
    review,
    rules,
    satisfaction,
    today,
    units,
)

register_converter(WeekConverter, "week")

app_name = "oversight"
urlpatterns = [
    path("giam-sat/", today.today, name="today"),
    path("giam-sat/nhac/", today.remind, name="remind"),
    path("giam-sat/ra-soat/", review.latest, name="reviews"),
    path("giam-sat/ra-soat/<week:week>/", review.review, name="review"),
    path("giam-sat/ra-soat/<week:week>/soan/", review.draft, name="draft_review"),
    path("giam-sat/ra-soat/<week:week>/gui/", review.send, name="send_review"),
    path("giam-sat/ra-soat/<week:week>/<slug:key>/", review.letter, name="letter"),
    path("giam-sat/ra-soat/<week:week>/<slug:key>/loi-nhac/", review.note, name="note"),
    path("giam-sat/ra-soat/<week:week>/<slug:key>/tra-loi/", review.answer, name="answer"),
    path("giam-sat/ra-soat/<week:week>/<slug:key>/in/", review.paper, name="paper"),
    path("giam-sat/qua-han/", overdue.overdue, name="overdue"),
    path("giam-sat/don-vi/", units.units, name="units"),
    path("giam-sat/don-vi/<slug:key>/", units.unit, name="unit"),
    path("giam-sat/hai-long/", satisfaction.satisfaction, name="satisfaction"),
    path("giam-sat/so-lieu/", figures.figures, name="figures"),
    path("giam-sat/so-lieu/tai-ve/", figures.file, name="figures_file"),
    path("giam-sat/quy-dinh/", rules.rules, name="rules"),
    path("giam-sat/lich/", calendar.calendar, name="calendar"),
    path("giam-sat/lich/tinh-lai/", recalculation.recalculate, name="recalculation"),
    path("giam-sat/lich/tinh-lai/tien-do/", recalculation.progress, name="recalculation_run"),
    path("giam-sat/lich/tinh-lai/lam-tiep/", recalculation.go_on, name="recalculation_go_on"),
    path("giam-sat/ho-so/", dossiers.dossiers, name="dossiers"),
    path("thong-bao/", notices.notices, name="notices"),
    path("thong-bao/da-xem/", notices.read_all, name="read_all"),
    path("thong-bao/<uuid:pk>/", notices.open_notice, name="open_notice"),
]
