from django.urls import path

from motcua.design import views

app_name = "design"
urlpatterns = [
    path("favicon.ico", views.favicon, name="favicon"),
    path("ngon-ngu/", views.language, name="language"),
    path("co-chu/", views.text_size, name="text_size"),
    path("lam-viec/o-lai/", views.stay, name="stay"),
]
