"""The same facts for search engines, as schema.org JSON-LD. Only what is known; nothing fictional.

Licenses stay out: a reader of data would miss the words "not yet verified". Ratings stay out
while the page shows no mean; with one, machines read the reviews that the page shows.
"""

from collections.abc import Iterable, Mapping

from clinics.listings.models import Clinic, Listing, Offer, Provider, TelemedicineService
from clinics.listings.prices import has_price
from clinics.pages.wording import website
from clinics.places.models import PointSource, State
from clinics.reviews.models import BEST
from clinics.reviews.summary import Summary

EXACT = (PointSource.STREET, PointSource.HAND)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SCALE = {"bestRating": BEST, "worstRating": 1}
Data = Mapping[str, object]


def clinic(subject: Clinic, url: str, said: Data | None = None) -> Data:
    """A place of care; `said` is what its page shows of reviews."""
    return _known(
        _listing(subject, url)
        | _reviews(said or {})
        | {
            "@type": "MedicalClinic",
            "address": _address(subject),
            "geo": _geo(subject),
            "openingHoursSpecification": [
                {
                    "@type": "OpeningHoursSpecification",
                    "dayOfWeek": f"https://schema.org/{WEEKDAYS[span.weekday]}",
                    "opens": f"{span.opens:%H:%M}",
                    "closes": f"{span.closes:%H:%M}",
                }
                for span in subject.hours.all()
            ],
        }
    )


def telehealth(
    subject: TelemedicineService, url: str, states: Iterable[State], said: Data | None = None
) -> Data:
    """A service that treats people where they are; `states` are those where it may today."""
    channel = {
        "@type": "ServiceChannel",
        "name": subject.get_modality_display(),
        "serviceUrl": website(subject),
    }
    return _known(
        _listing(subject, url)
        | _reviews(said or {})
        | {
            "@type": "MedicalBusiness",
            "areaServed": [{"@type": "State", "name": str(state)} for state in states],
            "hasOfferCatalog": {
                "@type": "OfferCatalog",
                "name": "Telehealth",
                "itemListElement": [
                    {
                        "@type": "Service",
                        "serviceType": "Telemedicine",
                        "availableChannel": _known(channel),
                    }
                ],
            },
        }
    )


def provider(subject: Provider, url: str) -> Data:
    """A practitioner, as a person."""
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "Person",
            "@id": url,
            "url": url,
            "name": subject.name,
            "givenName": subject.first_name,
            "familyName": subject.last_name,
            "honorificSuffix": subject.credentials,
            "jobTitle": subject.specialty,
            "telephone": _phone(subject),
            "sameAs": website(subject),
            "identifier": _npi(subject),
            "knowsLanguage": [str(language) for language in subject.languages.all()],
            "worksFor": [
                {"@type": "MedicalBusiness", "name": name}
                for name in dict.fromkeys(link.listing.name for link in subject.affiliations.all())
            ],
        }
    )


def _listing(subject: Listing, url: str) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@id": url,
        "url": url,
        "name": subject.name,
        "legalName": subject.organisation,
        "description": subject.description,
        "telephone": _phone(subject),
        "email": subject.email,
        "sameAs": website(subject),
        "identifier": _npi(subject),
        "knowsLanguage": [str(language) for language in subject.languages.all()],
        "makesOffer": [_offer(offer) for offer in subject.offers.all()],
        "amenityFeature": [
            {"@type": "LocationFeatureSpecification", "name": str(feature), "value": True}
            for feature in subject.accessibility.all()
        ],
    }


def _reviews(said: Data) -> dict[str, object]:
    """The mean and the reviews that the page shows; nothing where it shows no mean."""
    summary, reviews = said.get("summary"), said.get("reviews")
    if not (isinstance(summary, Summary) and isinstance(reviews, list) and summary.mean_text):
        return {}
    return {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": float(summary.mean_text),
            "reviewCount": summary.figures.count,
            **SCALE,
        },
        "review": [
            {
                "@type": "Review",
                "author": {"@type": "Person", "name": shown.review.name},
                "datePublished": shown.written_on.isoformat(),
                "reviewBody": shown.review.text,
                "reviewRating": {"@type": "Rating", "ratingValue": shown.review.overall, **SCALE},
            }
            for shown in reviews
        ],
    }


def _offer(offer: Offer) -> Data:
    low, high = offer.price_low_cents, offer.price_high_cents
    price = {
        "@type": "UnitPriceSpecification",
        "priceCurrency": "USD",
        "minPrice": None if low is None else low / 100,
        "maxPrice": None if high is None else high / 100,
        "unitText": offer.per,
    }
    return _known(
        {
            "@type": "Offer",
            "itemOffered": {"@type": "MedicalTherapy", "name": str(offer.treatment)},
            "priceSpecification": _known(price) if has_price(offer) else None,
        }
    )


def _address(subject: Clinic) -> Data:
    street = ", ".join(part for part in (subject.street, subject.unit) if part)
    return _known(
        {
            "@type": "PostalAddress",
            "streetAddress": street,
            "addressLocality": subject.city,
            "addressRegion": subject.state_id,
            "postalCode": subject.zip_code,
            "addressCountry": "US",
        }
    )


def _geo(subject: Clinic) -> Data | None:
    """The point, unless it is only the middle of a ZIP code or town."""
    if subject.latitude is None or subject.point_source not in EXACT:
        return None
    return {"@type": "GeoCoordinates", "latitude": subject.latitude, "longitude": subject.longitude}


def _phone(subject: Listing | Provider) -> str:
    return subject.phone.as_e164 if subject.phone and subject.phone.is_valid() else ""


def _npi(subject: Listing | Provider) -> Data | None:
    return {"@type": "PropertyValue", "propertyID": "NPI", "value": subject.npi} if subject.npi else None


def _known(data: Data) -> Data:
    """Without what is empty: silence, not a false no."""
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}
