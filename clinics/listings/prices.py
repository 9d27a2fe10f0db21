"""Prices in words: stored in US cents, told in US dollars."""

from django.utils.translation import gettext as _

from clinics.listings.models import Offer


def dollars(cents: int) -> str:
    """US cents as dollars, with cents only where there are some: $1,250, $89.50."""
    whole, rest = divmod(cents, 100)
    return f"${whole:,}.{rest:02d}" if rest else f"${whole:,}"


def has_price(offer: Offer) -> bool:
    """Whether any price was published for this treatment."""
    return offer.price_low_cents is not None or offer.price_high_cents is not None


def amount(offer: Offer) -> str:
    """One price, a range, or one end of it; empty where none was published."""
    low, high = offer.price_low_cents, offer.price_high_cents
    if low is None:
        return "" if high is None else _("Up to %(price)s") % {"price": dollars(high)}
    if high is None:
        return _("From %(price)s") % {"price": dollars(low)}
    if low == high:
        return dollars(low)
    return _("%(low)s to %(high)s") % {"low": dollars(low), "high": dollars(high)}
