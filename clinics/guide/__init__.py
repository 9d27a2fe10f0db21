"""Plain-language pages that explain how this directory works.

Offers: the guide pages.
Must not know: single listings.
"""
