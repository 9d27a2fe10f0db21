"""Nothing but the list of the desk's admins."""

import clinics.desk.admin_claims
import clinics.desk.admin_confirmations
import clinics.desk.admin_proposals
import clinics.desk.admin_reports
import clinics.desk.admin_requests  # noqa: F401
