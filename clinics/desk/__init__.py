"""The curators' desk: what the public, the clinics and the registries tell us, and what became of it.

Offers: Report, Request, Claim, Proposal, Confirmation; their pages; `notes.notes_on` for a listing's page.
Must not know: how results are ranked.
"""
