"""Signing in and out, e-mail, password, second factor: allauth's pages, and some of our own."""

from django.urls import include, path

from clinics.accounts import views

urlpatterns = [
    path("", views.account, name="account"),
    path("name/", views.name, name="account-name"),
    path("language/", views.mail_language, name="account-language"),
    path("sign-out-everywhere/", views.sign_out_everywhere, name="sign-out-everywhere"),
    path("logout/", views.SignOut.as_view(), name="account_logout"),
    path("", include("allauth.urls")),
]
