"""Evidence: checks of listings and practitioners, and what "verified" means on a day.

Offers: `recording.record` to add checks; `standing.write` hands the dates down to the index.
Must not know: search, registries, the desk.
"""
