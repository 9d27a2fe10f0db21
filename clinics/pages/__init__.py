"""Pages that join rooms: home, details, states, about, health, sitemap, errors.

Offers: nothing to other rooms.
Must not know: how rooms work inside.
"""
