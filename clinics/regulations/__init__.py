"""State and federal regulation notes, and what they say on a day. Intervals are half-open;
an absent end means "until replaced", an absent start "since before we looked".

Offers: notes in force, `ground_for(usps, on)` and the law that it makes, the table of states and the feeds.
Must not know: listings.
"""
