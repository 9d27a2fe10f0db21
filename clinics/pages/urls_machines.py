"""Routes that speak to machines, and so stand in no language."""

from django.urls import path

from clinics.pages import health, sitemaps, views_choosing

urlpatterns = [
    path("healthz/", health.healthz, name="healthz"),
    path("service-worker.js", views_choosing.service_worker, name="service-worker"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap-section"),
]
