"""Run every check again that can be, and withdraw what has lapsed."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clinicfinder import clock
from clinics.registries.exclusions import compare_again
from clinics.registries.npi_again import look_again
from clinics.registries.runs import last_run_of, note_run
from clinics.vetting.verifying import as_known, verify_all

VERIFY = "verify"
HELP = (
    "Compare everybody with the stored exclusion list and the stored records of the national registry "
    "again, bring every verification into line with its checks, and print what was withdrawn and why. "
    "Pages need no such run to be right; the curators' lists do. Exits non-zero when something lapsed that "
    "a curator must see. Run it every night."
)


class Command(BaseCommand):
    help = HELP

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        since = last_run_of(VERIFY) or now - timedelta(days=1)
        before = as_known(since)
        compared = compare_again(now)
        if compared is None:
            self.stdout.write("No exclusion list is stored yet: run import_leie.")
        else:
            self.stdout.write(f"Exclusion list: {compared.by_npi} by NPI, {compared.possible} possible.")
        looked = look_again(now)
        if looked.records:
            self.stdout.write(f"National registry: {looked.records} records, {looked.checks} new checks.")
        else:
            self.stdout.write("No record of the national registry is stored yet: run import_nppes.")
        withdrawn = verify_all(before, since, now)
        for one in withdrawn:
            self.stdout.write(f"Withdrawn: {one}")
        note_run(VERIFY, now)
        if withdrawn:
            raise CommandError(f"{len(withdrawn)} verifications have lapsed.")
        self.stdout.write("Everything that was shown as verified stands.")
