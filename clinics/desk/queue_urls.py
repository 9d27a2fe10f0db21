"""Routes of the desk inside the admin.

They share its namespace, by which whatever guards the admin (a second factor) knows its pages.
"""

from django.contrib import admin
from django.urls import path

from clinics.desk import duplicates_admin, queue_admin

inside = admin.site.admin_view
urlpatterns = [
    path("queue/<slug:key>/", inside(queue_admin.items), name="desk-queue"),
    path("queue/<slug:key>/next/", inside(queue_admin.following), name="desk-next"),
    path("queue/<slug:key>/act/", inside(queue_admin.act), name="desk-act"),
    path("duplicates/<key:left>/<key:right>/", inside(duplicates_admin.compare), name="desk-compare"),
]
# The admin's own routes end with one that takes every address, so these come before them.
admin_urls = ([*urlpatterns, *admin.site.get_urls()], "admin", admin.site.name)
