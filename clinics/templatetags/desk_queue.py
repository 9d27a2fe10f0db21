"""The queue on the admin's front page, and the way on from an item."""

from typing import Any

from django import template

from clinics.desk.queue import BY_KEY, waiting
from clinics.desk.queue_admin import SESSION_KEY

register = template.Library()


@register.inclusion_tag("admin/desk/waiting.html", takes_context=True)
def desk_queue(context: Any) -> dict[str, Any]:
    """What waits, for those who may see it. On the front page alone."""
    front = not context.get("app_label")
    return {"queues": waiting(context["request"].user) if front else []}


@register.inclusion_tag("admin/desk/next.html", takes_context=True)
def desk_next(context: Any) -> dict[str, Any]:
    """On the page of an item that somebody came to from a queue: on to the next, back to the list."""
    request = context.get("request")
    session = getattr(request, "session", {})
    key, cursor, url = session.get(SESSION_KEY) or ("", "", "")
    here = key in BY_KEY and request is not None and request.path == url
    return {"queue": BY_KEY[key] if here else None, "cursor": cursor}
