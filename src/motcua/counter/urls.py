from django.urls import path
from django.views.generic import RedirectView

from motcua.counter.views import (
    book,
    files,
    hand_over,
    handovers,
    late_entry,
    lookups,
    online,
    receive,
    received,
    turns,
    withdraw,
)

app_name = "counter"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="counter:receive")),
    path("tiep-nhan/", receive.receive, name="receive"),
    path("tiep-nhan/thu-tuc/", lookups.procedures, name="procedures"),
    path("tiep-nhan/xa/", lookups.communes, name="communes"),
    path("tiep-nhan/<str:code>/", received.received, name="received"),
    path("truc-tuyen/", online.queue, name="online"),
    path("truc-tuyen/<str:quick_code>/", online.dossier, name="online_dossier"),
    path("truc-tuyen/<str:quick_code>/nhan/", online.accept, name="online_accept"),
    path("truc-tuyen/<str:quick_code>/tu-choi/", online.refuse, name="online_refuse"),
    path("tra-ket-qua/", hand_over.hand_over, name="hand_over"),
    path("tra-ket-qua/<str:quick_code>/da-tra/", hand_over.handed_over, name="handed_over"),
    path("ho-so/", book.book, name="book"),
    path("ho-so/<str:code>/", book.dossier, name="dossier"),
    path("ho-so/<str:code>/giay-hen.pdf", files.receipt, name="receipt"),
    path("ho-so/<str:code>/phieu-kiem-soat.pdf", files.control_slip, name="control_slip"),
    path("ho-so/<str:code>/giay/<uuid:pk>.pdf", files.paper, name="paper"),
    path("cho-bo-sung/", turns.waiting, name="waiting"),
    path("ho-so/<str:code>/viec/<slug:verb>/", turns.turn, name="turn"),
    path("ho-so/<str:code>/rut/", withdraw.withdraw, name="withdraw"),
    path("ban-giao/", handovers.handovers, name="handovers"),
    path("ban-giao/<uuid:pk>.pdf", handovers.sheet, name="handover_sheet"),
    path("nhap-bu/", late_entry.late_entry, name="late_entry"),
    path("nhap-bu/thu-tuc/", late_entry.procedure, name="late_procedure"),
    path("nhap-bu/nguoi/", late_entry.person, name="late_person"),
    path("nhap-bu/danh-sach/", late_entry.entered_list, name="late_list"),
    path("tep/<uuid:pk>/", files.attachment, name="attachment"),
]
