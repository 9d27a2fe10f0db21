"""Root URLs: each room brings its own."""

from django.urls import include, path

from clinicfinder import converters  # noqa: F401 (registers itself, before any address is read)
from clinics.desk.queue_urls import admin_urls

handler429 = "clinics.accounts.views.too_many_requests"

urlpatterns = [
    path("admin/", admin_urls),
    path("accounts/", include("clinics.accounts.urls")),
    path("", include("clinics.desk.urls")),
    path("", include("clinics.guide.urls")),
    path("", include("clinics.guide.urls_match")),
    path("", include("clinics.guide.urls_pages")),
    path("", include("clinics.pages.urls")),
    path("", include("clinics.regulations.urls")),
    path("", include("clinics.reviews.urls")),
    path("", include("clinics.search.urls")),
    path("", include("clinics.trials.urls")),
]
