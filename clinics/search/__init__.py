"""A query string becomes criteria, criteria become matching listings, ranked, with reasons.

Offers: `Criteria`, `search()`, the results pages.
Must not know: how listings come to be.
"""
