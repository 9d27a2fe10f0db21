"""Template tags of the curators' pages.

Offers: desk_queue, desk_next.
Must not know: how a queue finds its items.
"""
