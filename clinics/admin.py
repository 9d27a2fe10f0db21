"""Nothing but the list of the rooms' admins."""

import clinics.accounts.admin
import clinics.desk.admin
import clinics.guide.admin
import clinics.guide.admin_pages
import clinics.listings.admin
import clinics.medicine.admin
import clinics.places.admin
import clinics.registries.admin
import clinics.registries.exclusion_admin
import clinics.regulations.admin
import clinics.reviews.admin
import clinics.translations.admin
import clinics.trials.admin
import clinics.vetting.admin  # noqa: F401
