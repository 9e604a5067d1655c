"""Which address leads to which surface. Citizens and officers read these aloud, so they are Vietnamese (ux.md D4)."""

from django.urls import URLPattern, URLResolver, include, path

from motcua.operations.metrics import metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("motcua.design.urls")),
    path("tai-khoan/", include("allauth.urls")),
    path("lam-viec/quay/", include("motcua.counter.urls")),
    path("lam-viec/", include("motcua.casework.urls")),
    path("lam-viec/", include("motcua.oversight.urls")),
    path("lam-viec/", include("motcua.administration.urls")),
    path("lam-viec/", include("motcua.administration.procedure_urls")),
    path("api/v1/", include("motcua.api.urls")),
    path("metrics", metrics),
    path("", include("motcua.portal.urls")),
]
handler403 = "motcua.design.errors.forbidden"
handler404 = "motcua.design.errors.not_found"
handler500 = "motcua.design.errors.broken"
