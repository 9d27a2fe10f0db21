"""The curators' desk: problems that the public reports.

Offers: Report, the report page.
Must not know: how results are ranked.
"""
