"""Addresses of the law of all states, of the feeds, and of alerts by mail."""

from django.urls import path, re_path

from clinics.regulations import views, views_alerts

urlpatterns = [
    path("states/", views.state_list, name="state-list"),
    path("states/feed/", views.feed, name="law-feed"),
    re_path(r"^states/(?P<usps>[A-Za-z]{2})/feed/$", views.state_feed, name="state-feed"),
    path("accounts/alerts/", views_alerts.law_alerts, name="law-alerts"),
    path("accounts/alerts/confirm/<str:token>/", views_alerts.confirm, name="law-alert-confirm"),
    path("accounts/alerts/stop/<str:token>/", views_alerts.stop, name="law-alert-stop"),
]
