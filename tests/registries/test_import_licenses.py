"""What an import of a licensing board's file makes of its rows."""

import json
import zipfile
from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinicfinder import clock
from clinics.listings import index
from clinics.models import Check, ImportRun, License, Provider
from clinics.registries import boards
from clinics.vetting import recording
from tests import factories as make
from tests.registries.board_files import CT, IL, SOUND, WA, connecticut, illinois, text_of, washington, write

NOON = datetime(2026, 11, 25, 20, tzinfo=ZoneInfo("UTC"))
FACTS = ("outcome", "reference", "said", "valid_from", "valid_until")


@pytest.fixture(autouse=True)
def on(db, monkeypatch):
    """Set the clock; it stands at noon of a day in Washington to begin with."""

    def stand_at(instant):
        monkeypatch.setattr(clock, "now", lambda: instant)

    stand_at(NOON)
    return stand_at


@pytest.fixture
def run(tmp_path):
    """Import rows of Washington's format, or another file; tell what was printed."""

    def run_import(rows, header=WA, state="WA", board="wa-health", name="licenses.csv"):
        file = tmp_path / name
        if isinstance(rows, bytes):
            file.write_bytes(rows)
        else:
            write(file, rows, header)
        out = StringIO()
        call_command("import_licenses", file, state=state, board=board, stdout=out)
        return out.getvalue().splitlines()

    return run_import


def a_license(number="MDX00001", last="Winterbourne", state="WA", **more):
    provider = more.pop("provider", None) or make.ProviderFactory(
        last_name=last, **{"slug": f"{last}-{state}-{number}", **more.pop("of", {})}
    )
    unknown = {"status": "unknown", "issued_on": None, "expires_on": None}
    return make.LicenseFactory(
        provider=provider, state=make.StateFactory(usps=state), number=number, **(unknown | more)
    )


def state_of_things():
    return [list(model.objects.order_by("pk").values()) for model in (Provider, License, Check, ImportRun)]


def test_a_license_of_somebody_here_gets_its_dates_and_a_check(run):
    ada = a_license()
    lines = run([washington(), washington("MD.MD.X00002", "ELSEWHERE")])
    assert lines[-2:] == ["Checks recorded: 1.", "read=2 created=0 updated=1 left=1 rejected=0"]
    ada.refresh_from_db()
    assert (ada.status, ada.issued_on, ada.expires_on) == ("active", date(2015, 3, 4), date(2030, 10, 31))
    check = Check.objects.get()
    assert (check.kind, check.provider, check.state_id, check.looked_by) == (
        "license",
        ada.provider,
        "WA",
        None,
    )
    assert [getattr(check, name) for name in FACTS] == [
        *("passed", "MD.MD.X00001", "Active"),
        *(date(2015, 3, 4), date(2030, 10, 31)),
    ]
    assert check.source_name == "Washington State Department of Health"
    assert check.source_url == boards.load("wa-health").look_up_url
    assert check.note.startswith("licenses.csv, SHA-256 ")


def test_each_board_writes_its_own_columns(run):
    a_license("900001", state="IL")
    a_license("000001", state="CT")
    assert run([illinois()], IL, "IL", "il-idfpr")[-1] == "read=1 created=0 updated=1 left=0 rejected=0"
    assert run([connecticut()], CT, "CT", "ct-elicense")[-1] == "read=1 created=0 updated=1 left=0 rejected=0"
    said = Check.objects.order_by("pk").values_list("state", "outcome", "said")
    assert list(said) == [("IL", "passed", "ACTIVE"), ("CT", "passed", "ACTIVE: CURRENT")]


def test_the_same_file_again_changes_nothing_under_whatever_name(run):
    a_license()
    rows = [washington(), washington("MD.MD.X00009", "ELSEWHERE", FirstIssueDate="nonsense")]
    run(rows)
    before = state_of_things()
    again = run(rows, name="copy.csv")
    assert again[-2:] == ["Checks recorded: 0.", "read=2 created=0 updated=0 left=1 rejected=1"]
    assert state_of_things()[:3] == before[:3]
    assert ImportRun.objects.count() == 1


def test_a_newer_file_with_the_same_facts_is_new_evidence(run, on):
    a_license()
    run([washington()])
    on(NOON + timedelta(days=30))
    lines = run([washington(), washington("MD.MD.X00003", "NEWCOMER")])
    assert lines[-2:] == ["Checks recorded: 1.", "read=2 created=0 updated=1 left=1 rejected=0"]
    assert Check.objects.count() == 2


def test_the_same_file_speaks_of_somebody_who_came_since(run):
    a_license()
    rows = [washington(), washington("MD.MD.X00002", "QUILL")]
    run(rows)
    a_license("MDX00002", "Quill")
    assert run(rows)[-2:] == ["Checks recorded: 1.", "read=2 created=0 updated=1 left=1 rejected=0"]


def test_a_number_under_another_last_name_is_not_matched_and_is_reported(run):
    ada = a_license()
    lines = run([washington(last="MOREAU")])
    assert "Warning: Line 2: the license MD.MD.X00001 is of somebody with another last name." in lines
    assert lines[-1] == "read=1 created=0 updated=0 left=1 rejected=0"
    ada.refresh_from_db()
    assert (ada.status, Check.objects.count()) == ("unknown", 0)


def test_a_license_of_another_state_or_of_the_demo_is_not_matched(run):
    a_license(state="OR")
    a_license(last="Winterbourne", of={"is_demo": True, "slug": "a-demo"})
    assert run([washington()])[-1] == "read=1 created=0 updated=0 left=1 rejected=0"
    assert not Check.objects.exists()


def test_words_that_the_mapping_does_not_have_are_named_and_nothing_is_guessed(run):
    ada = a_license()
    lines = run([washington(Status="Under Moonlight")])
    assert "Warning: Line 2: what “Under Moonlight” means is not in the board's mapping." in lines
    ada.refresh_from_db()
    check = Check.objects.get()
    assert (ada.status, check.outcome, check.said) == ("unknown", "unknown", "Under Moonlight")


@pytest.mark.parametrize(
    ("word", "status", "outcome"),
    [
        ("Expired", "expired", "failed"),
        ("Voluntary Surrender", "expired", "failed"),
        ("Suspended", "suspended", "failed"),
        ("Revoked", "revoked", "failed"),
        ("Active With Conditions", "active", "passed"),
    ],
)
def test_how_a_license_stands_is_told_in_the_words_of_the_board(run, word, status, outcome):
    ada = a_license()
    lines = run([washington(Status=word)])
    ada.refresh_from_db()
    check = Check.objects.get()
    assert (ada.status, check.outcome, check.said) == (status, outcome, word)
    assert any("Please have a look" in line for line in lines) is (word == "Active With Conditions")


def test_an_active_license_past_its_last_day_is_no_evidence(run):
    a_license()
    run([washington(ExpirationDate="11/24/2026")])
    assert Check.objects.get().outcome == "failed"


def test_one_check_is_recorded_of_somebody_with_several_licenses(run):
    ada = a_license(type="rn", number="RNX00001")
    a_license(type="np", number="APX00002", provider=ada.provider)
    run(
        [
            washington("RN.RN.X00001"),
            washington("AP.AP.X00002", Status="Expired", ExpirationDate="01/01/2020"),
        ]
    )
    assert [(c.outcome, c.reference) for c in Check.objects.all()] == [("failed", "AP.AP.X00002")]
    assert set(License.objects.values_list("type", "status")) == {("rn", "active"), ("np", "expired")}


def test_rows_that_contradict_each_other_are_reported_and_the_graver_counts(run):
    ada = a_license()
    lines = run([washington(Status="Suspended"), washington()])
    assert "Warning: Line 3: line 2 says something else of the license MD.MD.X00001." in lines
    ada.refresh_from_db()
    assert ada.status == "suspended"


def test_rows_that_make_no_sense_are_rejected_by_line_and_kept_with_the_run(run):
    a_license()
    rows = [washington(ExpirationDate="13/13/2030"), washington(""), washington()]
    lines = run(rows)
    assert "Rejected: line 2: “13/13/2030” is not a date as this board writes it" in lines
    assert "Rejected: line 3: has no license number" in lines
    assert lines[-1] == "read=3 created=0 updated=1 left=0 rejected=2"
    kept = ImportRun.objects.get()
    assert (kept.source, kept.choices["board"], [row["line"] for row in kept.rejected]) == (
        "board",
        "wa-health",
        [2, 3],
    )


def test_a_day_of_which_the_board_says_nothing_stays(run):
    ada = a_license(issued_on=date(2010, 1, 1), expires_on=date(2027, 1, 1))
    run([washington(FirstIssueDate="", ExpirationDate="")])
    ada.refresh_from_db()
    assert (ada.status, ada.issued_on, ada.expires_on) == ("active", date(2010, 1, 1), date(2027, 1, 1))
    run([washington(FirstIssueDate="", ExpirationDate="01/01/2009", Status="Expired")])
    ada.refresh_from_db()
    assert (ada.issued_on, ada.expires_on) == (None, date(2009, 1, 1))


@pytest.fixture
def a_board_with_npi(settings, tmp_path):
    """A board of Texas that publishes the NPI."""
    folder = tmp_path / "fixtures" / "boards"
    folder.mkdir(parents=True)
    columns = {"number": "No", "last_name": "Last", "status": "Status", "npi": "NPI", "type": "Kind"}
    content = {
        **SOUND,
        "columns": columns,
        "types": {"Doctor": "md"},
        "delimiter": "|",
    }
    (folder / "a-board.json").write_text(json.dumps(content))
    settings.FIXTURE_DIRS = [folder.parent]


def test_a_license_that_the_board_names_by_npi_is_added(run, a_board_with_npi):
    make.StateFactory()
    ada = make.ProviderFactory(last_name="Winterbourne", npi="2000000010")
    text = b"No|Last|Status|NPI|Kind\nX00001|WINTERBOURNE|In force|2000000010|Doctor\nX00002|QUILL|In force|2000000010|Doctor\n"
    first = run(text, state="tx", board="a-board")
    assert first[-1] == "read=2 created=1 updated=0 left=1 rejected=0"
    assert list(License.objects.values_list("provider", "state", "number", "type", "status")) == [
        (ada.pk, "TX", "X00001", "md", "active")
    ]
    assert Check.objects.get().provider == ada
    assert run(text, state="TX", board="a-board")[-1] == "read=2 created=0 updated=0 left=2 rejected=0"


def test_the_state_must_be_the_boards_and_the_board_must_exist(run):
    make.StateFactory(usps="WA")
    with pytest.raises(CommandError, match="--state TX: wa-health is a board of WA"):
        run([washington()], state="TX")
    with pytest.raises(CommandError, match=r"no such board\. There are: ct-elicense, il-idfpr, wa-health"):
        run([washington()], board="atlantis")


def test_help_names_the_boards(capsys):
    with pytest.raises(SystemExit):
        call_command("import_licenses", "--help")
    assert "Boards: ct-elicense, il-idfpr, wa-health." in capsys.readouterr().out


WHOLE = text_of([washington(), washington("MD.MD.X00002", "QUILL")])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (text_of([]).encode(), "a header and no rows"),
        (text_of([illinois()], IL).encode(), "Missing: CredentialNumber"),
        (WHOLE[:-20].encode(), "cut short in line 3"),
        ((WHOLE + 'MD.MD.X3,"QU').encode(), "never closed"),
        ((WHOLE + 'MD.MD.X3,"QU\n' + "x\n" * 200).encode(), "never closed"),
        (WHOLE.replace("QUILL", "QUÍLL").encode("latin-1"), "is not written in utf-8"),
        (text_of([washington(ExpirationDate="20301031")]).encode(), "no row can be used. Line 2: “20301031”"),
        (WHOLE.encode("utf-16"), "not (a table of text|written in utf-8)"),
        ((WHOLE + "x" * (1 << 20)).encode(), "longer than 1 MB"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_leaves_everything_as_it_was(run, content, words):
    a_license()
    before = state_of_things()
    with pytest.raises(CommandError, match=words):
        run(content)
    assert state_of_things() == before


def test_nothing_is_kept_of_a_file_that_fails_while_it_is_written(run, monkeypatch):
    a_license()
    before = state_of_things()

    def refuse(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(recording, "record", refuse)
    with pytest.raises(RuntimeError):
        run([washington()])
    assert state_of_things() == before


def test_a_file_that_is_not_there_fails(tmp_path):
    make.StateFactory(usps="WA")
    with pytest.raises(CommandError, match="no such file"):
        call_command("import_licenses", tmp_path / "none.csv", state="WA", board="wa-health")


def test_a_zip_is_read(tmp_path):
    a_license()
    with zipfile.ZipFile(tmp_path / "licenses.zip", "w") as archive:
        archive.writestr("rows.csv", WHOLE)
    out = StringIO()
    call_command("import_licenses", tmp_path / "licenses.zip", state="WA", board="wa-health", stdout=out)
    assert out.getvalue().splitlines()[-1] == "read=2 created=0 updated=1 left=1 rejected=0"


def test_matching_costs_the_same_few_queries_however_long_the_file(run):
    a_license()

    def queries(rows):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            run(rows)
        return len(captured)

    strangers = [washington(f"MD.MD.X1{n:04d}", f"STRANGER{n}") for n in range(200)]
    run([washington()])
    assert queries([washington(), *strangers[:5]]) == queries([washington(), *strangers])


def test_matched_rows_cost_no_query_each(run):
    def queries(first, last):
        rows = []
        for n in range(first, last):
            a_license(f"MDX{n:05d}", f"Quill{n}")
            rows.append(washington(f"MD.MD.X{n:05d}", f"QUILL{n}"))
        with CaptureQueriesContext(connection) as captured:
            run(rows)
        asked = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
        return len([sql for sql in asked if 'FROM "clinics_license"' in sql or 'FROM "clinics_check"' in sql])

    assert queries(0, 5) == queries(5, 205)


def test_a_license_that_lapses_ends_the_verification_the_next_day(run):
    held = a_license()
    for kind in ("npi", "exclusion"):
        look = {"provider": held.provider, "source_name": "A source", "looked_at": NOON}
        recording.record([Check(kind=kind, outcome="passed", **look)])
    run([washington(ExpirationDate="12/05/2026")])
    held.refresh_from_db()
    pacific = ZoneInfo("America/Los_Angeles")
    assert held.verified_from == datetime(2026, 11, 25, tzinfo=pacific)
    assert held.verified_until == datetime(2026, 12, 6, tzinfo=pacific)
    assert list(index.disagreements()) == []
