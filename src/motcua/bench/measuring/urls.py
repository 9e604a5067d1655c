"""The product's addresses, and the floor beside them."""

from django.urls import path

from motcua import urls
from motcua.bench.measuring.bare_view import bare

urlpatterns = [path("bench/<slug:name>/", bare), *urls.urlpatterns]
handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500
