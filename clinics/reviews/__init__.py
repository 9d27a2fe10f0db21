"""What people say who were treated, or went with somebody; and how it is moderated.

Offers: reviews of a listing and the figures made of them, their moderation, clinics' answers.
Must not know: search, the desk, registries; what anybody searched.
"""
