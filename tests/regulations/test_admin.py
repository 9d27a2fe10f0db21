"""Editors of the law: they write drafts, try them, decide on each other's, and rewrite nothing that is public."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from clinics.models import RegulationNote
from tests.factories import RegulationNoteFactory, StateFactory, UserFactory
from tests.pages.reading import Reading
from tests.regulations.editors import ADD, FIELDS, editor, errors, page, said, shown, typed

pytestmark = pytest.mark.django_db
LIST = "admin:clinics_regulationnote_changelist"
FLEXIBLE = {"rule": "federal_flexibility"}
FOLLOWS = {
    "rule": "follows_federal",
    "examination": {"required": "none", "days": None, "by": None},
    "conditions_allowed": "all",
    "prescribers": "all",
}


@pytest.fixture
def ada():
    return editor("ada")


@pytest.fixture
def grace():
    return editor("grace")


@pytest.fixture
def public():
    return RegulationNoteFactory(key="tx-rule", effective_from=date(2024, 1, 1), effect=FOLLOWS)


@pytest.fixture
def written(client, ada):
    """A draft of Ada's, sent by the form."""

    def send(address=ADD, **values):
        client.force_login(ada)
        client.post(address, (FIELDS if address == ADD else typed(client.get(address))) | values)
        return RegulationNote.objects.get(status="draft")

    return send


def version_of(note):
    return f"{ADD}?supersedes={note.pk}"


def test_notes_are_found_by_their_words_state_and_standing(admin_client):
    RegulationNoteFactory(key="tx-stands", summary="About lighthouses.")
    RegulationNoteFactory(key="tx-ended", effective_until=date(2020, 1, 1))
    RegulationNoteFactory(key="us-federal", state=None)

    def found(**query):
        return {note.key for note in admin_client.get(reverse(LIST), query).context["cl"].result_list}

    assert found() == {"tx-stands", "tx-ended", "us-federal"}
    assert found(q="lighthouses") == {"tx-stands"}
    assert found(in_force="yes") == {"tx-stands", "us-federal"}
    assert found(in_force="no") == {"tx-ended"}
    assert found(status__exact="draft") == set()
    assert found(state__usps__exact="TX") == {"tx-stands", "tx-ended"}
    assert found(state__isnull="True") == {"us-federal"}


def test_the_list_of_notes_costs_no_query_per_note(admin_client, django_assert_max_num_queries):
    for usps in ("TX", "OK", "CA", "NY", "FL", "OH", "WA", "OR"):
        RegulationNoteFactory(state=StateFactory(usps=usps))
    with django_assert_max_num_queries(10):
        admin_client.get(reverse(LIST))


def test_what_an_editor_writes_waits_for_another(client, ada, written):
    draft = written(effect_rule="federal_flexibility")
    assert (draft.status, draft.version, draft.written_by, draft.approved_at) == ("draft", 1, ada, None)
    assert draft.effect == FLEXIBLE
    assert not RegulationNote.objects.public().exists()
    assert "Another editor must decide" in shown(client, page(draft)).content.decode()


def test_its_writer_changes_a_draft_and_nobody_else_does(client, grace, written):
    draft = written()
    form = typed(client.get(page(draft)))
    client.post(page(draft), form | {"summary": "Said again."})
    client.force_login(grace)
    answer = shown(client, page(draft), **form | {"summary": "Taken over."})
    assert "only by its writer" in said(answer)
    draft.refresh_from_db()
    assert (draft.summary, draft.effect) == ("Said again.", None)
    assert not client.get(page(draft)).context["has_change_permission"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"key": "tx-rule"}, "key"),
        ({"key": "not a key"}, "key"),
        ({"summary": ""}, "summary"),
        ({"topic": "made-up"}, "topic"),
        ({"source_url": "nowhere"}, "source_url"),
        ({"last_verified_on": "3000-01-01"}, "last_verified_on"),
        ({"effective_from": "yesterday"}, "effective_from"),
        ({"effective_from": "2026-02-01", "effective_until": "2026-02-01"}, "__all__"),
        ({"confidence": "certain"}, "confidence"),
        ({"effect_rule": "perhaps"}, "effect_rule"),
        ({"effect_rule": "permits"}, "effect_profiles"),
    ],
)
def test_a_slip_is_told_next_to_its_field_and_nothing_is_lost(client, ada, public, values, field):
    client.force_login(ada)
    answer = shown(client, ADD, **FIELDS | {"citation": "Tex. Code 99"} | values)
    assert list(errors(answer)) == [field]
    assert answer.context["adminform"].form["citation"].value() == "Tex. Code 99"
    assert list(RegulationNote.objects.all()) == [public]


def test_a_form_that_nobody_touched_stores_nothing(client, ada):
    client.force_login(ada)
    assert {"key", "topic", "summary", "source_url", "basis"} <= set(errors(client.post(ADD, {})))


def test_a_new_version_begins_with_the_words_of_the_one_before(client, ada, public):
    client.force_login(ada)
    form = typed(shown(client, version_of(public)))
    assert (form["key"], form["summary"], form["effect_rule"]) == (
        "tx-rule",
        public.summary,
        "follows_federal",
    )
    answer = client.post(version_of(public), form)
    assert set(errors(answer)) == {"kind", "reason"}


def test_new_law_is_written_with_its_first_day_and_its_reason(written, public):
    draft = written(version_of(public), kind="new-law", effective_from="2026-07-01", reason="HB 1")
    assert (draft.key, draft.version, draft.supersedes) == ("tx-rule", 2, public)
    assert (draft.effective_from, draft.reason, draft.effect) == (date(2026, 7, 1), "HB 1", FOLLOWS)
    assert draft.state_id == "TX"


@pytest.mark.parametrize(
    ("kind", "start", "word"),
    [
        ("new-law", "2024-01-01", "later day"),
        ("new-law", "2023-01-01", "later day"),
        ("new-law", "", "later day"),
        ("wording", "2024-01-02", "new law"),
    ],
)
def test_new_law_begins_later_and_better_words_do_not(client, ada, public, kind, start, word):
    client.force_login(ada)
    form = typed(client.get(version_of(public))) | {"kind": kind, "effective_from": start, "reason": "HB 1"}
    answer = client.post(version_of(public), form)
    assert word in errors(answer)["effective_from"][0]
    assert not RegulationNote.objects.waiting().exists()


def test_a_version_keeps_its_key_and_its_state_whatever_is_sent(written, public):
    StateFactory(usps="OK")
    draft = written(version_of(public), kind="wording", reason="Clearer", key="ok-rule", state="OK")
    assert (draft.key, draft.state_id) == ("tx-rule", "TX")


def test_one_new_version_waits_at_a_time(client, written, public):
    draft = written(version_of(public), kind="wording", reason="Clearer")
    answer = shown(client, version_of(public))
    assert "waits already" in said(answer)
    assert answer.redirect_chain[-1][0] == page(draft)


@pytest.mark.parametrize("pk", ["0", "x", "9" * 30, ""])
def test_of_what_is_not_public_no_version_is_written(client, ada, pk):
    client.force_login(ada)
    assert "Only of a note that is public" in said(shown(client, f"{ADD}?supersedes={pk}"))


def test_what_is_public_is_read_and_never_rewritten(client, ada, public):
    client.force_login(ada)
    answer = client.get(page(public))
    assert not answer.context["has_change_permission"]
    assert "Follows federal law" in Reading(answer.content.decode()).text
    assert "Write a new version" in said(shown(client, page(public), **FIELDS | {"summary": "Other."}))
    public.refresh_from_db()
    assert public.summary == "A summary in plain words."


def test_nobody_deletes_law(admin_client, public):
    assert admin_client.get(page(public, "delete")).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [public.pk], "post": "yes"}
    admin_client.post(reverse(LIST), data)
    assert RegulationNote.objects.filter(pk=public.pk).exists()


def test_the_preview_answers_with_the_draft_in_place_and_stores_nothing(client, ada, public):
    RegulationNoteFactory(key="us-flexible", state=None, effect=FLEXIBLE)
    client.force_login(ada)
    form = typed(client.get(version_of(public))) | {"kind": "new-law", "effective_from": "2026-07-01"}
    form |= {"reason": "HB 1", "effect_rule": "requires_examination", "effect_examination": "before_first"}
    form |= {"effect_by": "prescriber", "preview_on": "2026-07-01"}
    answer = client.post(version_of(public), form | {"_preview": "1"})
    trial = answer.context["trials"][0]
    assert (trial.now.answer, trial.then.answer, trial.differs) == ("allowed", "not-allowed", True)
    assert "With this note, TX on 1 Jul 2026 would answer" in Reading(answer.content.decode()).text
    assert answer.context["adminform"].form["reason"].value() == "HB 1"
    before = client.post(version_of(public), form | {"_preview": "1", "preview_on": "2026-06-30"})
    assert before.context["trials"][0].then.answer == "allowed"
    assert not RegulationNote.objects.waiting().exists()
    assert not LogEntry.objects.exists()


def test_a_note_that_closes_clinics_for_some_conditions_is_tried_in_words(client, ada):
    general = {"profiles": ["clinic"], "treatments": "all", "conditions": "all", "prescribers": "all"}
    RegulationNoteFactory(key="tx-permits", effect={"rule": "permits", **general})
    client.force_login(ada)
    form = FIELDS | {"effect_rule": "forbids", "effect_profiles": "clinic", "effect_conditions": "not_pain"}
    answer = client.post(ADD, form | {"effect_prescribers": "all", "_preview": "1"})
    told = {trial.label: trial.then for trial in answer.context["trials"]}["In a clinic"]
    assert told.answer == "conditional"
    assert (
        told.sentence
        == "Texas: a clinic may give you this treatment on site for some conditions, but not for all."
    )


def test_a_preview_of_a_slip_shows_the_slip(client, ada):
    client.force_login(ada)
    answer = client.post(ADD, FIELDS | {"effect_rule": "permits", "_preview": "1"})
    assert list(errors(answer)) == ["effect_profiles"]
    assert "trials" not in answer.context


def test_a_federal_note_is_tried_in_the_state_that_was_chosen(client, ada):
    RegulationNoteFactory(key="ok-follows", state=StateFactory(usps="OK"), effect=FOLLOWS)
    client.force_login(ada)
    form = FIELDS | {"effect_rule": "federal_flexibility", "_preview": "1", "preview_state": "OK"}
    trial = client.post(ADD, form).context["trials"][0]
    assert (trial.now.answer, trial.then.answer) == ("unknown", "allowed")


@pytest.fixture
def waiting(written, public):
    return written(version_of(public), kind="wording", reason="Clearer", summary="A summary in better words.")


def decide(client, draft, answer, **more):
    seen = client.get(page(draft, "decide")).context["seen"]
    return shown(client, page(draft, "decide"), answer=answer, **{"seen": seen, **more})


def test_a_second_editor_sees_what_differs_and_approves(client, grace, waiting, public):
    client.force_login(grace)
    seen = Reading(client.get(page(waiting, "decide")).content.decode())
    assert (seen.texts("del"), seen.texts("ins")) == (["plain"], ["better"])
    assert "it takes the place of the version before it" in seen.text
    assert "It is public now" in said(decide(client, waiting, "approve"))
    for note, status in ((waiting, "approved"), (public, "replaced")):
        note.refresh_from_db()
        assert note.status == status
    assert LogEntry.objects.filter(user=grace).get().change_message == "Approved. It is public now."


def test_a_second_editor_refuses_with_a_reason(client, grace, waiting, public):
    client.force_login(grace)
    missing = decide(client, waiting, "refuse", reason=" ")
    assert "Say why" in missing.context["reason"].errors["reason"][0]
    decide(client, waiting, "refuse", reason="No source.")
    waiting.refresh_from_db()
    public.refresh_from_db()
    assert (waiting.status, waiting.reason, public.status) == ("refused", "Clearer / No source.", "approved")


def test_the_longest_reasons_both_fit(client, grace, written, public):
    draft = written(version_of(public), kind="wording", reason="a" * 140)
    client.force_login(grace)
    decide(client, draft, "refuse", reason="b" * 140)
    draft.refresh_from_db()
    assert draft.reason == f"{'a' * 140} / {'b' * 140}"


def test_its_writer_cannot_decide(client, ada, waiting):
    client.force_login(ada)
    assert "Approve" not in " ".join(
        Reading(client.get(page(waiting, "decide")).content.decode()).texts("button")
    )
    assert "Another editor must decide" in said(decide(client, waiting, "approve"))
    waiting.refresh_from_db()
    assert waiting.status == "draft"


def test_nor_can_a_superuser_who_wrote_it(admin_client):
    admin_client.post(ADD, FIELDS)
    draft = RegulationNote.objects.get()
    assert "Another editor must decide" in said(decide(admin_client, draft, "approve"))


def test_a_draft_that_changed_meanwhile_is_read_again(client, grace, waiting):
    client.force_login(grace)
    seen = client.get(page(waiting, "decide")).context["seen"]
    RegulationNote.objects.filter(pk=waiting.pk).update(summary="Something else.")
    assert "changed since you opened" in said(decide(client, waiting, "approve", seen=seen))
    waiting.refresh_from_db()
    assert waiting.status == "draft"


def test_what_was_decided_is_not_decided_again(client, grace, waiting):
    client.force_login(grace)
    decide(client, waiting, "approve")
    answer = shown(client, page(waiting, "decide"), answer="refuse", reason="No.")
    assert "decided this already" in said(answer)
    waiting.refresh_from_db()
    assert waiting.status == "approved"


def test_a_draft_that_meets_another_version_on_one_day_is_told_in_words(client, grace, written, public):
    draft = written(version_of(public), kind="wording", reason="Clearer")
    RegulationNote.objects.filter(pk=public.pk).update(effective_until=date(2026, 1, 1))
    RegulationNoteFactory(key="tx-rule", version=9, reason="Later law", effective_from=date(2026, 1, 1))
    client.force_login(grace)
    assert "holds on one of these days" in said(decide(client, draft, "approve"))
    public.refresh_from_db()
    assert public.status == "approved"


def test_what_the_database_refuses_is_told_and_the_form_keeps_its_words(client, ada, monkeypatch):
    client.force_login(ada)
    RegulationNoteFactory(key="tx-new")
    monkeypatch.setattr("clinics.regulations.forms_notes.NoteForm.clean_key", lambda form: "tx-new")
    answer = shown(client, ADD, **FIELDS)
    assert "The database refuses this" in said(answer)
    assert answer.context["adminform"].form["summary"].value() == FIELDS["summary"]


def test_only_what_is_public_is_looked_at_again(client, ada, waiting):
    client.force_login(ada)
    assert "Only of a note that is public" in said(shown(client, page(waiting, "look"), unchanged="1"))


def test_every_version_stands_on_the_page_of_each(client, grace, waiting, public):
    client.force_login(grace)
    decide(client, waiting, "approve")
    for note, other in ((waiting, public), (public, waiting)):
        links = Reading(client.get(page(note)).content.decode()).attributes("a")
        assert page(other) in [link.get("href") for link in links]


@pytest.mark.parametrize("end", ["change", "decide", "look", "watch"])
@pytest.mark.parametrize("role", ["curator", "outsider"])
def test_nobody_else_reads_or_acts(client, waiting, public, end, role):
    client.force_login(UserFactory(is_staff=role == "curator"))
    for note in (waiting, public):
        for answer in (client.get(page(note, end)), client.post(page(note, end), {"unchanged": "1"})):
            assert answer.status_code == (403 if role == "curator" else 302)
    public.refresh_from_db()
    assert public.review_due_on is None


@pytest.mark.parametrize("end", ["decide", "look"])
def test_a_note_that_is_not_there_is_not_found(client, ada, end):
    client.force_login(ada)
    assert client.get(f"/admin/clinics/regulationnote/999999999999999999/{end}/").status_code == 404
