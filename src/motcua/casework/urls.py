"""The door for officers, the specialist's bench, the leader's signing desk."""

from django.urls import path

from motcua.casework.views import (
    attachment,
    delegations,
    door,
    dossier,
    handling,
    handovers,
    leaves,
    paper_sheets,
    search,
    signing,
    turns,
    worklist,
)
from motcua.dossiers.lifecycle import Verb

app_name = "casework"
urlpatterns = [
    path("", door.door, name="door"),
    path("tim/", search.search, name="search"),
    path("ho-so/", worklist.worklist, name="worklist"),
    path("ho-so/<str:code>/", dossier.dossier, name="dossier"),
    path("ho-so/<str:code>/ben-canh/", worklist.beside, name="beside"),
    path("ho-so/<str:code>/nhan/", handling.take_over, name="take_over"),
    path("ho-so/<str:code>/trinh-ky/", handling.propose, name="propose"),
    path("ho-so/<str:code>/chuyen/", handling.forward, name="forward"),
    path("ho-so/<str:code>/bo-sung/", turns.view_of(Verb.REQUEST_SUPPLEMENT), name="request_supplement"),
    path("ho-so/<str:code>/y-kien/", turns.view_of(Verb.CONSULT), name="consult"),
    path("ho-so/<str:code>/nghia-vu/", turns.view_of(Verb.REQUEST_PAYMENT), name="request_payment"),
    path("ho-so/<str:code>/da-nop/", turns.view_of(Verb.CONFIRM_PAYMENT), name="confirm_payment"),
    path("ho-so/<str:code>/gia-han/", turns.view_of(Verb.EXTEND), name="extend"),
    path("ho-so/<str:code>/dung/", turns.view_of(Verb.STOP), name="stop"),
    path("ho-so/<str:code>/tra-loi/", handling.answer, name="answer"),
    path("ho-so/<str:code>/lay-lai/", handling.take_back, name="take_back"),
    path("ho-so/<str:code>/tep/<uuid:pk>/", attachment.attachment, name="attachment"),
    path("ky/", signing.queue, name="signing"),
    path("ky/<str:code>/duyet/", signing.approve, name="approve"),
    path("ky/<str:code>/tra-lai/", signing.send_back, name="send_back"),
    path("ban-giao-giay/", paper_sheets.paper_sheets, name="paper_sheets"),
    path("ban-giao-giay/<uuid:pk>.pdf", paper_sheets.sheet, name="paper_sheet"),
    path("uy-quyen/", delegations.delegations, name="delegations"),
    path("uy-quyen/<int:pk>/thu-lai/", delegations.end, name="end_delegation"),
    path("nghi-phep/", leaves.leaves, name="leaves"),
    path("nghi-phep/<int:pk>/di-lam-lai/", leaves.end, name="end_leave"),
    path("giao-lai/", handovers.hand_over, name="hand_over"),
    path("giao-lai/<uuid:batch>/", handovers.handed_over, name="handed_over"),
    path("giao-lai/<uuid:batch>/lay-lai/", handovers.undo, name="undo_hand_over"),
]
