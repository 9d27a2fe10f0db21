"""State and federal regulation notes, and what they say on a day. Intervals are half-open;
an absent end means "until replaced", an absent start "since before we looked".

Offers: notes in force, `law_for(usps, on, conditions)`, the states' pages and feeds.
Must not know: listings.
"""
