"""Clinical trials of ketamine and esketamine, as ClinicalTrials.gov tells of them.

Offers: trials by condition, place and status, and the import that keeps them.
Must not know: search, the desk; names, phones or addresses of people who run a trial.
"""
