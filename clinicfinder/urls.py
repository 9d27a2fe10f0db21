"""Root URLs: each room brings its own. English stands at the bare address, Spanish under /es/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from clinicfinder import converters  # noqa: F401 (registers itself, before any address is read)
from clinics.desk.queue_urls import admin_urls

handler429 = "clinics.accounts.views.too_many_requests"

pages = [
    path("admin/", admin_urls),
    path("accounts/", include("clinics.accounts.urls")),
    path("", include("clinics.desk.urls")),
    path("", include("clinics.guide.urls")),
    path("", include("clinics.guide.urls_diary")),
    path("", include("clinics.guide.urls_match")),
    path("", include("clinics.guide.urls_pages")),
    path("", include("clinics.pages.urls")),
    path("", include("clinics.pages.urls_sheets")),
    path("", include("clinics.pages.urls_choosing")),
    path("", include("clinics.regulations.urls")),
    path("", include("clinics.reviews.urls")),
    path("", include("clinics.search.urls")),
    path("", include("clinics.trials.urls")),
]
urlpatterns = [
    path("", include("clinics.pages.urls_machines")),
    *i18n_patterns(*pages, prefix_default_language=False),
]
