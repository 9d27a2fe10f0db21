"""What is treated and how: conditions, treatments, payers, languages and other vocabularies.

Offers: terms with stable bits, `vocabulary()`.
Must not know: listings, or who treats.
"""
