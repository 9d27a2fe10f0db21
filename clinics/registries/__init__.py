"""Readers of public files (NPPES), and what each source said, kept as it came.

Offers: `nppes.import_file`.
Must not know: pages and search.
"""
