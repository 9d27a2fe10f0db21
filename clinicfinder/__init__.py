"""The project: settings, root URLs, WSGI and ASGI, the clock."""
