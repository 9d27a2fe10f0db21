"""Which two listings may be one, and the page on which a curator decides."""

import pytest
from django.contrib.auth.models import Permission
from hypothesis import given
from hypothesis import strategies as st

from clinics.desk import duplicates
from clinics.desk.rules_duplicates import Entry, compared_name, host_of, pairs, reasons
from clinics.models import Listing, NotDuplicate
from tests import factories as make
from tests.pages.reading import Reading

HERE, NEAR, AFAR = (30.2713, -97.7426), (30.2750, -97.7426), (30.2760, -97.7426)
NPI = make.well_formed_npi(12345678)


def entry(pk=1, name="Quiet Harbor", **facts):
    kind = facts.pop("kind", "clinic")
    return Entry(pk, kind, facts.pop("is_demo", False), compared_name(name), **facts)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"name": "Quiet Harbor Ketamine", "place": HERE}, {"name": "Quiet Harbour Ketamine", "place": NEAR}, ["name"]),
        ({"name": "Quiet Harbor, LLC", "place": HERE}, {"name": "Harbor Quiet", "place": HERE}, ["name"]),
        ({"place": HERE}, {"place": AFAR}, []),
        ({"place": HERE}, {}, []),
        ({"name": "Quiet Harbor", "place": HERE}, {"name": "Loud Mountain", "place": HERE}, []),
        ({"npi": NPI, "name": "A", "place": HERE}, {"npi": NPI, "name": "Other", "place": NEAR}, ["npi"]),
        ({"npi": NPI, "place": HERE}, {"npi": NPI, "place": AFAR}, []),
        (
            {"npi": NPI, "street": "1 Main St.", "zip_code": "78701"},
            {"npi": NPI, "street": "1 MAIN ST", "zip_code": "78701"},
            ["npi"],
        ),
        ({"npi": NPI, "street": "1 Main", "zip_code": "78701"}, {"npi": NPI, "street": "1 Main", "zip_code": "78702"}, []),
        ({"npi": NPI, "zip_code": "78701"}, {"npi": NPI, "zip_code": "78701"}, []),
        ({"phone": "5", "name": "A", "zip_code": "78701"}, {"phone": "5", "name": "B", "zip_code": "78701"}, ["phone"]),
        ({"phone": "5", "name": "A", "place": HERE}, {"phone": "5", "name": "B", "place": NEAR}, ["phone"]),
        ({"phone": "5", "name": "A", "place": HERE}, {"phone": "5", "name": "B", "place": AFAR}, []),
        ({"phone": "5", "place": HERE}, {"phone": "5", "place": AFAR}, ["phone"]),
        ({"phone": "5", "npi": NPI, "place": HERE}, {"phone": "5", "npi": NPI, "place": AFAR}, []),
        ({"kind": "telehealth", "name": "A", "host": "a.org"}, {"kind": "telehealth", "name": "B", "host": "a.org"}, ["website"]),
        ({"kind": "telehealth"}, {"kind": "telehealth"}, ["name"]),
        ({"kind": "telehealth", "name": "A", "phone": "5"}, {"kind": "telehealth", "name": "B", "phone": "5"}, []),
        ({"kind": "telehealth"}, {}, []),
        ({"place": HERE}, {"place": HERE, "is_demo": True}, []),
        ({"name": "", "place": HERE}, {"name": "", "place": HERE}, []),
    ],
)  # fmt: skip
def test_two_are_compared_by_number_name_and_place(one, other, why):
    first, second = entry(1, **one), entry(2, **other)
    assert reasons(first, second) == reasons(second, first) == why
    assert pairs([second, first]) == ({(1, 2): why} if why else {})


@pytest.mark.parametrize(
    ("website", "host"),
    [("https://www.Example.org/a", "example.org"), ("http://example.org:80", "example.org"), ("", "")],
)
def test_a_host_is_compared_without_what_varies(website, host):
    assert host_of(website) == host


@given(
    st.floats(-70, 70),
    st.lists(st.tuples(st.floats(-0.01, 0.01), st.floats(-0.02, 0.02)), min_size=2, max_size=8),
)
def test_boxes_miss_no_neighbour(latitude, offsets):
    entries = [entry(n, place=(latitude + lat, -97.7 + lon)) for n, (lat, lon) in enumerate(offsets)]
    every = {(a.pk, b.pk) for a in entries for b in entries if a.pk < b.pk and reasons(a, b)}
    assert set(pairs(entries)) == every


urls = pytest.mark.urls("tests.desk.desk_urls")


def two(**fields):
    return [make.ClinicFactory(name="Quiet Harbor", slug=f"harbor-{n}", **fields) for n in (1, 2)]


@pytest.mark.django_db
def test_closed_ones_and_pairs_that_were_decided_on_come_up_no_more(django_assert_num_queries):
    one, other = two()
    with django_assert_num_queries(2):
        assert list(duplicates.possible()) == [(one.pk, other.pk)]
    duplicates.tell_apart(other, one, make.UserFactory())
    duplicates.tell_apart(one, other, make.UserFactory())
    assert duplicates.possible() == {}
    NotDuplicate.objects.all().delete()
    Listing.objects.filter(pk=other.pk).update(status="closed")
    assert duplicates.possible() == {}


@pytest.fixture
def curator(client):
    def with_rights(*permissions):
        user = make.UserFactory(is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
        client.force_login(user)
        return client

    return with_rights


LOOKS = ("view_clinic", "view_notduplicate")
DECIDES = (*LOOKS, "add_notduplicate", "change_clinic")


@urls
@pytest.mark.django_db
def test_the_two_stand_side_by_side_and_what_differs_is_marked(curator):
    one, other = make.ClinicFactory(name="Alpha", phone="+15125550123"), make.ClinicFactory(name="Bravo")
    make.CheckFactory(listing=other)
    make.OfferFactory(listing=one)
    page = Reading(curator(*DECIDES).get(f"/admin/duplicates/{one.pk}/{other.pk}/").content.decode())
    assert "Name differs" in page.texts("th")
    assert "Treatments and prices differs" in page.texts("th")
    assert "Phone" in page.texts("th")
    assert {"Checks", "Reports", "Registry records"} <= set(page.texts("th"))
    assert len(page.texts("button")) >= 3


@urls
@pytest.mark.django_db
def test_those_who_may_not_decide_look_and_others_do_not(curator):
    one, other = two()
    url = f"/admin/duplicates/{one.pk}/{other.pk}/"
    assert "Merge" not in curator(*LOOKS).get(url).content.decode()
    assert curator(*LOOKS).post(url, {"answer": "two"}).status_code == 403
    assert curator(*LOOKS, "add_notduplicate").post(url, {"answer": "left", "reason": "x"}).status_code == 403
    assert curator("view_clinic").get(url).status_code == 403
    assert Listing.objects.count() == 2


@urls
@pytest.mark.django_db
def test_not_the_same_leads_to_the_next_pair(curator):
    one, other = two()
    third = make.ClinicFactory(name="Quiet Harbor", slug="harbor-3")
    page = curator(*DECIDES).post(f"/admin/duplicates/{one.pk}/{other.pk}/", {"answer": "two"}, follow=True)
    assert page.redirect_chain[-1][0] == f"/admin/duplicates/{one.pk}/{third.pk}/"
    assert NotDuplicate.objects.get().decided_by is not None


@urls
@pytest.mark.django_db
@pytest.mark.parametrize(("answer", "stays"), [("left", 0), ("right", 1)])
def test_merged_into_the_one_that_was_chosen(curator, answer, stays):
    pair = two()
    url = f"/admin/duplicates/{pair[0].pk}/{pair[1].pk}/"
    page = curator(*DECIDES).post(url, {"answer": answer, "reason": "Same door."}, follow=True)
    assert list(Listing.objects.values_list("pk", flat=True)) == [pair[stays].pk]
    assert page.redirect_chain[-1][0] == "/admin/queue/duplicates/"


@urls
@pytest.mark.django_db
def test_without_a_reason_nothing_is_merged(curator):
    one, other = two()
    url = f"/admin/duplicates/{one.pk}/{other.pk}/"
    page = curator(*DECIDES).post(url, {"answer": "left", "reason": " "})
    assert "Say why they are one." in page.content.decode()
    assert Listing.objects.count() == 2


@urls
@pytest.mark.django_db
def test_a_clinic_is_not_compared_with_a_service_or_itself(admin_client):
    clinic, service = make.ClinicFactory(), make.TelemedicineServiceFactory()
    for other in (service, clinic):
        page = admin_client.get(f"/admin/duplicates/{clinic.pk}/{other.pk}/", follow=True)
        assert "Only two different listings of one kind" in page.content.decode()
    assert admin_client.get(f"/admin/duplicates/{clinic.pk}/0/").status_code == 404
