"""Who may sign in: the user model.

Offers: User.
Must not know: what anybody searched.
"""
