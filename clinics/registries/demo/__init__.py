"""Fictional listings, so that a new site has something to show. Nobody here exists.

Offers: `load`, `clear`.
Must not know: pages and search.
"""
