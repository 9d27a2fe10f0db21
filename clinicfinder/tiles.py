"""The street map that whoever runs this site may choose: where its tiles come from."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PARTS = ("{z}", "{x}", "{y}")


def checked(url: str) -> str:
    """The address of a tile, or nothing. It is our own path or a safe address of another host."""
    if url and not (url.startswith(("https://", "/")) and not url.startswith("//")):
        raise ImproperlyConfigured("MAP_TILES_URL begins with https://, or with / on this site.")
    if url and not all(part in url for part in PARTS):
        raise ImproperlyConfigured("MAP_TILES_URL holds {z}, {x} and {y}.")
    return url


def host_of(url: str) -> str:
    """The host that serves the tiles, as a person may read it; nothing where we do it ourselves."""
    return urlsplit(url).netloc.replace("{s}.", "")


def image_sources(url: str) -> list[str]:
    """What the content policy must let images come from."""
    host = urlsplit(url).netloc.replace("{s}", "*")
    return [f"https://{host}"] if host else []
