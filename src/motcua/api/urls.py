"""Mounted at /api/v1/."""

from django.urls import path
from django.views.generic import RedirectView

from motcua.api.v1 import pages
from motcua.api.v1.application import api

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="api_docs"), name="api_home"),
    path("openapi.json", pages.openapi_json, name="api_openapi"),
    path("docs", pages.docs, name="api_docs"),
    path("", api.urls),
]
