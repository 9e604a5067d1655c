"""Setting the software up: processes inside the offices."""

from django.urls import path

from motcua.administration.views import editor, files, process, processes, rules

app_name = "administration"
urlpatterns = [
    path("quan-tri/", processes.home, name="home"),
    path("quan-tri/quy-trinh/", processes.processes, name="processes"),
    path("quan-tri/tham-so/", rules.rules, name="rules"),
    path("quan-tri/quy-trinh/<int:pk>/", process.process, name="process"),
    path("quan-tri/quy-trinh/<int:pk>/chay-thu/", process.trial, name="trial"),
    path("quan-tri/quy-trinh/<int:pk>/soan/", process.draw, name="draw"),
    path("quan-tri/quy-trinh/<int:pk>/dung-lai/", process.reuse, name="reuse"),
    path("quan-tri/quy-trinh/<int:pk>/sua/", editor.edit, name="edit"),
    path("quan-tri/quy-trinh/<int:pk>/nap/", files.load, name="load"),
    path("quan-tri/quy-trinh/<int:pk>/trinh/", process.propose, name="propose"),
    path("quan-tri/quy-trinh/<int:pk>/tra-lai/", process.send_back, name="send_back"),
    path("quan-tri/quy-trinh/<int:pk>/ban-hanh/", process.publish, name="publish"),
    path("quan-tri/quy-trinh/<int:pk>/bo/", process.discard, name="discard"),
    path("quan-tri/quy-trinh/<int:pk>/quy-trinh.yaml", files.as_yaml, name="yaml"),
    path("quan-tri/quy-trinh/<int:pk>/quy-trinh.bpmn", files.as_bpmn, name="bpmn"),
]
