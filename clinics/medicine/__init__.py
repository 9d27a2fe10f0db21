"""What is treated and how: conditions, treatments, payers, languages and other vocabularies.

Offers: terms with stable bits, `vocabulary()`; sourced facts and how a page tells them; what words mean.
Must not know: listings, or who treats.
"""
