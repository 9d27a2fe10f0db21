"""Clinical trials of ketamine and esketamine, as ClinicalTrials.gov tells of them.

Offers: trials by condition, place and status (`finding`), the import that keeps them (`importing`), links
to them (`links`) and what a state's page shows (`page.trials_there`).
Must not know: search, the desk; names, phones or addresses of people who run a trial.
"""
