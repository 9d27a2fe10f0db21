"""What search engines read on a detail page."""

import json
from datetime import time

import pytest

from tests import factories as make
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(client):
    def read(subject) -> dict:
        reading = Reading(client.get(subject.get_absolute_url()).content.decode())
        [script] = [e for e in reading.elements if e["attributes"].get("type") == "application/ld+json"]
        return json.loads("".join(script["said"]))

    return read


def test_a_bare_clinic_tells_its_name_place_and_phone_and_nothing_else(data):
    assert data(make.ClinicFactory(name="Quiet Harbor", slug="harbor")) == {
        "@context": "https://schema.org",
        "@type": "MedicalClinic",
        "@id": "http://testserver/clinics/harbor/",
        "url": "http://testserver/clinics/harbor/",
        "name": "Quiet Harbor",
        "telephone": "+15125550123",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "100 Example Street",
            "addressLocality": "Austin",
            "addressRegion": "TX",
            "postalCode": "78701",
            "addressCountry": "US",
        },
    }


def test_only_a_point_of_the_street_is_told(data):
    assert "geo" not in data(make.ClinicFactory(point_source="zip"))
    assert data(make.ClinicFactory(point_source="street"))["geo"] == {
        "@type": "GeoCoordinates",
        "latitude": 30.2713,
        "longitude": -97.7426,
    }


def test_prices_are_dollars_and_hours_are_by_the_day(data):
    clinic = make.ClinicFactory()
    make.OfferFactory(listing=clinic, price_low_cents=45_050, price_high_cents=60_000)
    make.OpeningHoursFactory(clinic=clinic, weekday=5, opens=time(9), closes=time(12, 30))
    told = data(clinic)
    assert told["makesOffer"] == [
        {
            "@type": "Offer",
            "itemOffered": {"@type": "MedicalTherapy", "name": "Iv infusion"},
            "priceSpecification": {
                "@type": "UnitPriceSpecification",
                "priceCurrency": "USD",
                "minPrice": 450.5,
                "maxPrice": 600.0,
                "unitText": "session",
            },
        }
    ]
    assert told["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": "https://schema.org/Saturday",
            "opens": "09:00",
            "closes": "12:30",
        }
    ]


def test_a_price_that_is_unknown_is_left_out(data):
    clinic = make.OfferFactory(price_low_cents=None).listing
    assert "priceSpecification" not in data(clinic)["makesOffer"][0]


def test_a_service_tells_where_it_serves_and_how(data):
    told = data(make.TelemedicineServiceFactory(states=["TX"]))
    assert told["@type"] == "MedicalBusiness"
    assert told["areaServed"] == [{"@type": "State", "name": "Texas"}]
    [service] = told["hasOfferCatalog"]["itemListElement"]
    assert service["serviceType"] == "Telemedicine"
    assert service["availableChannel"] == {"@type": "ServiceChannel", "name": "Video"}


def test_a_practitioner_is_a_person_without_licenses_that_nobody_checked(data):
    provider = make.ProviderFactory(last_name="Winter", slug="ada", specialty="Psychiatry", npi="1234567893")
    make.LicenseFactory(provider=provider, number="Q1234")
    make.AffiliationFactory(provider=provider, listing=make.ClinicFactory(name="Quiet Harbor"))
    told = data(provider)
    assert told["@type"] == "Person"
    assert told["name"] == "Ada Winter"
    assert told["honorificSuffix"] == "MD"
    assert told["identifier"] == {"@type": "PropertyValue", "propertyID": "NPI", "value": "1234567893"}
    assert told["worksFor"] == [{"@type": "MedicalBusiness", "name": "Quiet Harbor"}]
    assert "Q1234" not in json.dumps(told)


@pytest.mark.parametrize("stars", [[], [5], [5, 4]], ids=["none", "one", "two"])
def test_no_rating_is_told_while_there_are_too_few_reviews(data, stars):
    told = data(make.reviewed(make.ClinicFactory(), *stars))
    assert "aggregateRating" not in told
    assert "review" not in told


@pytest.mark.parametrize("subject", [make.ClinicFactory, make.TelemedicineServiceFactory])
def test_with_a_mean_machines_read_what_people_read(client, data, subject):
    listing = make.reviewed(subject(), 5, 4, 4, 1)
    make.ReviewFactory(listing=listing, state="pending", overall=1)
    make.ReviewFactory(listing=listing, state="removed", reason="ad", overall=1)
    told = data(listing)
    page = Reading(client.get(listing.get_absolute_url()).content.decode())
    scale = {"bestRating": 5, "worstRating": 1}
    mean, number = told["aggregateRating"]["ratingValue"], told["aggregateRating"]["reviewCount"]
    assert told["aggregateRating"] == {
        "@type": "AggregateRating", "ratingValue": 3.5, "reviewCount": 4, **scale,
    }  # fmt: skip
    assert f"{mean} of 5 from {number} reviews" in page.text
    assert (mean, number) == (listing.rating_mean, listing.rating_count)
    shown = [a["id"] for a in page.attributes("article") if a.get("id", "").startswith("review-")]
    rows = {f"review-{row.pk}": row for row in listing.reviews.all()}
    assert told["review"] == [
        {
            "@type": "Review",
            "author": {"@type": "Person", "name": rows[key].author.pseudonym},
            "datePublished": f"{rows[key].first_sent_at:%Y-%m-%d}",
            "reviewBody": rows[key].text,
            "reviewRating": {"@type": "Rating", "ratingValue": rows[key].overall, **scale},
        }
        for key in shown
    ]
    assert 1 <= len(told["review"]) <= 5


def test_a_mean_is_told_as_round_as_it_is_shown(client, data):
    listing = make.reviewed(make.ClinicFactory(), 5, 4, 4)
    assert data(listing)["aggregateRating"]["ratingValue"] == 4.3
    assert "4.3 of 5" in client.get(listing.get_absolute_url()).content.decode()


def test_the_words_of_a_review_cannot_leave_the_script(client, data):
    words = "</script><script>alert(1)</script> " * 3
    listing = make.reviewed(make.ClinicFactory(slug="hostile"), 5, 4, 4, text=words)
    html = client.get("/clinics/hostile/").content.decode()
    inside = html.split('type="application/ld+json">')[1].split("</script>")[0]
    assert not set("<>&") & set(inside)
    assert data(listing)["review"][0]["reviewBody"] == words


@pytest.mark.parametrize("name", ["</script><script>alert(1)</script>", "A & B <C>", "نور\u2028\u2029"])
def test_a_name_cannot_leave_the_script_and_comes_back_whole(client, data, name):
    clinic = make.ClinicFactory(name=name, slug="hostile")
    html = client.get("/clinics/hostile/").content.decode()
    inside = html.split('type="application/ld+json">')[1].split("</script>")[0]
    assert not set("<>&\u2028\u2029") & set(inside)
    assert data(clinic)["name"] == name


def _rated_fiction():
    listing = make.ClinicFactory(is_demo=True)
    return make.reviewed(listing, 5, 4, 4, is_demo=True, author=None, demo_name="Paper Boat")


def test_the_fictional_stays_unread(client, settings):
    settings.SHOW_DEMO = True
    for subject in (
        make.ClinicFactory(is_demo=True),
        make.TelemedicineServiceFactory(is_demo=True),
        make.ProviderFactory(is_demo=True),
        _rated_fiction(),
    ):
        html = client.get(subject.get_absolute_url()).content.decode()
        assert "ld+json" not in html
        assert '<meta name="robots" content="noindex">' in html
