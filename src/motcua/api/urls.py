"""Mounted at /api/v1/."""

from django.urls import path

from motcua.api.v1 import pages
from motcua.api.v1.application import api

urlpatterns = [
    path("openapi.json", pages.openapi_json, name="api_openapi"),
    path("docs", pages.docs, name="api_docs"),
    path("", api.urls),
]
