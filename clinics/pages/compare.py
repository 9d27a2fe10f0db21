"""Up to four listings or practitioners side by side, and which of their facts differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from clinicfinder import clock
from clinics.desk.cautions import cautions_for_each
from clinics.listings.models import Clinic, TelemedicineService
from clinics.listings.queries import listing_details, provider_details
from clinics.listings.questions import open_questions
from clinics.pages import wording
from clinics.pages.choosing import (
    PARAMETER,
    Found,
    Key,
    Subject,
    address,
    asked,
    checks_by_subject,
    find,
    listings_of,
    providers_of,
    subject_key,
)
from clinics.pages.compare_cells import Cell, Side
from clinics.pages.compare_rows import GROUPS, RowOf, kind_label
from clinics.pages.verification import told
from clinics.pages.wording import Seen
from clinics.vetting.models import Check

MOST = 4
FEWEST = 2


@dataclass(frozen=True)
class Column:
    """The head of a column, and where one goes on from there. The letter tells it apart on a phone."""

    letter: str
    key: Key
    name: str
    kind_label: str
    is_demo: bool
    verified: bool
    url: str
    phone: str
    phone_link: str
    questions_url: str
    without_url: str


@dataclass(frozen=True)
class Row:
    label: str | Promise
    cells: list[Cell]
    differs: bool

    @property
    def same(self) -> Cell | None:
        """What is said once for all, where it applies to all of several and they agree."""
        alike = len(self.cells) > 1 and not self.differs and all(cell.applies for cell in self.cells)
        return self.cells[0] if alike else None


@dataclass(frozen=True)
class Group:
    title: str | Promise
    rows: list[Row]


def comparison(query: QueryDict) -> dict[str, Any]:
    """All that the page shows. As many queries for four as for one of the same kind."""
    wanted = asked(query.getlist(PARAMETER), MOST)
    found = find(wanted.keys)
    sides = _sides([one for one in found if one.is_open])
    keys = [side.key for side in sides]
    only_differing = query.get("differ") == "1" and len(sides) >= FEWEST
    groups = [Group(title, _rows(rows, sides)) for title, rows in GROUPS] if sides else []
    every = [row for group in groups for row in group.rows]
    shown = [Group(group.title, [row for row in group.rows if row.differs]) for group in groups]
    return {
        "wanted": wanted,
        "most": MOST,
        "missing": [one for one in found if one.subject is None],
        "closed": [one for one in found if one.is_closed],
        "columns": [_column(letter, side, keys) for letter, side in zip("ABCD", sides, strict=False)],
        "groups": [group for group in (shown if only_differing else groups) if group.rows],
        "total": len(every),
        "differing": sum(row.differs for row in every),
        "only_differing": only_differing,
        "switch_url": address("compare", keys, **({} if only_differing else {"differ": 1})),
        "shortlist_url": address("shortlist", keys),
        "page_url": address("compare", keys),
        "keys": keys,
        "enough": len(sides) >= FEWEST,
        "room": len(sides) < MOST,
    }


def differs(cells: Iterable[Cell]) -> bool:
    """Whether those to whom the row applies say different things; an unknown differs from any answer."""
    return len({(cell.lines, cell.unknown) for cell in cells if cell.applies}) > 1


def questions_url(key: Key) -> str:
    """The sheet of questions of a listing; practitioners have none."""
    try:
        return reverse(f"{key.kind}-questions", args=[key.slug])
    except NoReverseMatch:
        return ""


def _sides(found: list[Found]) -> list[Side]:
    subjects = [one.subject for one in found if one.subject is not None]
    _load(subjects)
    colleagues = [link.provider for one in listings_of(subjects) for link in one.affiliations.all()]
    checks = checks_by_subject(subjects, colleagues)
    seen: Seen = {
        (check.provider_id, check.state_id): check
        for looks in checks.values()
        for check in looks
        if check.kind == Check.Kind.LICENSE and check.provider_id
    }
    at, today = clock.now(), clock.today()
    return [
        Side(
            key=one.key,
            subject=subject,
            questions=open_questions(subject),
            seen=seen,
            verification=told(subject, at, checks.get(subject_key(subject), [])),
            caution=caution,
            at=at,
            today=today,
        )
        for one, subject, caution in zip(found, subjects, _cautions(subjects), strict=True)
    ]


def _load(subjects: list[Subject]) -> None:
    """All that the fields need, for all of a kind at once."""
    if listings := listings_of(subjects):
        prefetch_related_objects(listings, *listing_details())
    if clinics := [one for one in listings if isinstance(one, Clinic)]:
        prefetch_related_objects(clinics, "hours")
    if services := [one for one in listings if isinstance(one, TelemedicineService)]:
        prefetch_related_objects(services, "served")
    if providers := providers_of(subjects):
        prefetch_related_objects(providers, *provider_details())


def _cautions(subjects: list[Subject]) -> list[str]:
    return cautions_for_each(subjects) if subjects else []


def _rows(rows: list[RowOf], sides: list[Side]) -> list[Row]:
    """The rows that apply to at least one of those compared."""
    kinds = {side.kind for side in sides}
    made = []
    for row in rows:
        if row.kinds & kinds:
            cells = [row.cell(side) for side in sides]
            made.append(Row(row.label, cells, differs(cells)))
    return made


def _column(letter: str, side: Side, keys: list[Key]) -> Column:
    return Column(
        letter=letter,
        key=side.key,
        name=str(side.subject),
        kind_label=kind_label(side),
        is_demo=side.subject.is_demo,
        verified=side.verification.stands,
        url=side.subject.get_absolute_url(),
        phone=str(side.subject.phone or ""),
        phone_link="" if side.subject.withheld else wording.phone_link(side.subject),
        questions_url=questions_url(side.key),
        without_url=address("compare", [key for key in keys if key != side.key]),
    )
