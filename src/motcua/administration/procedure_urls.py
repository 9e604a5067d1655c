"""The pages of procedures: announced, published, abolished, corrected."""

from django.urls import path

from motcua.administration.views import procedures

app_name = "procedures"
_VERSION = "quan-tri/thu-tuc/<str:code>/phien-ban/<int:number>/"
urlpatterns = [
    path("quan-tri/thu-tuc/", procedures.procedures, name="list"),
    path("quan-tri/thu-tuc/<str:code>/", procedures.latest, name="latest"),
    path(_VERSION, procedures.version, name="version"),
    path(f"{_VERSION}cong-bo/", procedures.announce, name="announce"),
    path(f"{_VERSION}bai-bo/", procedures.abolish, name="abolish"),
    path(f"{_VERSION}cong-khai/<int:pk>/", procedures.publish, name="publish"),
    path(f"{_VERSION}rut/<int:pk>/", procedures.take_back, name="take_back"),
    path(f"{_VERSION}dinh-chinh/", procedures.correct, name="correct"),
    path("thu-tuc/<str:code>/ho-so-dang-chay/", procedures.running, name="running"),
]
