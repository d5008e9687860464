"""Django's URLs: the pages and the admin."""

from django.urls import URLPattern, URLResolver, include, path

from bedside.web.admin import site

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", site.urls),
    path("", include("bedside.web.urls")),
]

handler400 = "bedside.web.errors.bad_request"
handler403 = "bedside.web.errors.forbidden"
handler404 = "bedside.web.errors.not_found"
handler500 = "bedside.web.errors.server_error"
