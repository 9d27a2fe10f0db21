"""The project's routes, with the desk's among the admin's."""

from django.urls import path

from clinicfinder.urls import urlpatterns as whole
from clinics.desk.queue_urls import admin_urls

urlpatterns = [
    path("admin/", admin_urls),
    *(route for route in whole if getattr(route, "namespace", None) != "admin"),
]
