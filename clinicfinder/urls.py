"""Root URLs: each room brings its own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("clinics.desk.urls")),
    path("", include("clinics.guide.urls")),
    path("", include("clinics.pages.urls")),
    path("", include("clinics.regulations.urls")),
    path("", include("clinics.search.urls")),
]
