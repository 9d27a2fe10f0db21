"""What the database says, in the reader's language. The words of the pages themselves are in `locale/`.

Offers: `said(text)`, `is_said(text)`; the translations that a release brings; what is still missing.
Must not know: what the texts are about. A model names in `SAID` those of its fields that readers see.
"""
