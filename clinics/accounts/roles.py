"""The roles: groups, and what each may do with which models. Nothing else is granted anywhere.

A room that brings a new model adds a line here, and `roles.apply` to its migration.
"""

from typing import Any

from django.apps import apps as installed_apps

CURATOR = "Curator"
REGULATIONS_EDITOR = "Regulations editor"
REVIEW_MODERATOR = "Review moderator"
ADMINISTRATOR = "Administrator"

# Role → what it may do → with which models; of this app where no other is named.
ROLES: dict[str, dict[str, str]] = {
    CURATOR: {
        "add change view": "clinic telemedicineservice provider",
        "add change delete view": (
            "affiliation offer listingpayer openinghours servedstate "
            "license boardcertification dearegistration"
        ),
        "add view": "check notduplicate",
        "change view": "report request claim proposal exclusionmatch",
        "view": (
            "listing formerslug confirmation importrun registryrecord exclusion "
            "state city zipcode condition treatment payer language agegroup accessibilityfeature taxonomy "
            "clinichistory telemedicineservicehistory providerhistory "
            "affiliationhistory licensehistory listingpayerhistory offerhistory trial trialsite"
        ),
    },
    REGULATIONS_EDITOR: {
        "add change view": "regulationnote sourcepage guidepage program nationalprice fact translation",
        "add view": "sourcereading",
        "view": (
            "state condition treatment guidepagehistory translationhistory facthistory programhistory "
            "nationalpricehistory"
        ),
    },
    REVIEW_MODERATOR: {
        "change view": "review reviewanswer reviewflag",
        "view": "reviewdecision visitreceipt clinic telemedicineservice provider report",
    },
    ADMINISTRATOR: {"add change view": "user", "view": "auth.group", "view delete": "mfa.authenticator"},
}


def apply(apps: Any = installed_apps) -> None:
    """Give each group what the table says and take what it does not say. Safe to repeat.

    A migration hands over its own `apps`, and of our models that it does not know yet nothing is granted.
    Those of other packages count even where their own migrations come later.
    """
    group_model = apps.get_model("auth", "Group")
    others = (model for model in installed_apps.get_models() if model._meta.app_label != "clinics")
    known = {model._meta.label_lower: model for model in (*others, *apps.get_models())}
    for role, grants in ROLES.items():
        group, _made = group_model.objects.get_or_create(name=role)
        group.permissions.set(
            _permission(apps, known[label], action)
            for actions, models in grants.items()
            for label in map(_label, models.split())
            if label in known
            for action in actions.split()
        )


def _label(name: str) -> str:
    return name if "." in name else f"clinics.{name}"


def _permission(apps: Any, model: Any, action: str) -> Any:
    """The permission as Django names it, made where its own step after migrating has not come yet."""
    meta = model._meta
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=meta.app_label, model=meta.model_name
    )
    permission, _made = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{meta.model_name}",
        defaults={"name": f"Can {action} {meta.verbose_name_raw}"},
    )
    return permission
