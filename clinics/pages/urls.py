"""Routes of the pages that join rooms, and of the plain ones."""

from django.urls import path, re_path

from clinics.pages import conditions, details, my_data, state, treatments, views

urlpatterns = [
    path("clinics/<slug:slug>/", details.clinic, name="clinic"),
    path("telehealth/<slug:slug>/", details.telehealth, name="telehealth"),
    path("providers/<slug:slug>/", details.provider, name="provider"),
    re_path(r"^states/(?P<usps>[A-Za-z]{2})/$", state.state, name="state"),
    path("conditions/", conditions.condition_list, name="condition-list"),
    path("conditions/<slug:slug>/", conditions.condition, name="condition"),
    path("treatments/", treatments.treatment_list, name="treatment-list"),
    path("treatments/<slug:slug>/", treatments.treatment, name="treatment"),
    path("accounts/data/", my_data.my_data, name="my-data"),
    path("accounts/data/file/", my_data.my_data_file, name="my-data-file"),
    path("accounts/delete/", my_data.delete_account, name="delete-account"),
    path("accounts/gone/", my_data.account_gone, name="account-gone"),
    path("", views.home, name="home"),
    path("about/", views.TextPage.as_view(template_name="pages/about.html"), name="about"),
    path("contact/", views.TextPage.as_view(template_name="pages/contact.html"), name="contact"),
    path("terms/", views.TextPage.as_view(template_name="pages/terms.html"), name="terms"),
    path("privacy/", views.TextPage.as_view(template_name="pages/privacy.html"), name="privacy"),
]
