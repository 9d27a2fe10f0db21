"""Who may sign in, how they prove it, and which role may do what.

Offers: User, the roles as groups, the pages under /accounts/.
Must not know: what anybody searched.
"""
