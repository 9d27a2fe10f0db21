"""Nothing but the list of the rooms' admins."""

import clinics.desk.admin
import clinics.medicine.admin
import clinics.places.admin
import clinics.regulations.admin  # noqa: F401
