"""Two editors of the law, and a note as the form of the admin sends it."""

from django.contrib.auth.models import Group

from tests import factories as make

FIELDS = {
    "key": "tx-new",
    "state": "",
    "topic": "telehealth-controlled",
    "summary": "In plain words.",
    "citation": "Tex. 3",
    "source_url": "https://example.org/law",
    "last_verified_on": "2026-11-24",
    "basis": "stored page",
    "confidence": "high",
}
ADD = "/admin/clinics/regulationnote/add/"


def editor(name):
    """Somebody with the role, and nothing besides."""
    user = make.UserFactory(username=name, is_staff=True)
    user.groups.add(Group.objects.get(name="Regulations editor"))
    return user


def page(note, end="change"):
    return f"/admin/clinics/regulationnote/{note.pk}/{end}/"


def typed(response):
    """What the form on a page would send if nobody touched it."""
    form = response.context["adminform"].form
    sent = {}
    for field in form:
        value = field.value()
        if value not in (None, "", []):
            sent[field.html_name] = value
    return sent


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def errors(response):
    return response.context["adminform"].form.errors


def shown(client, address, **data):
    """The page that an address leads to in the end; what is sent makes it a post."""
    answer = client.post(address, data, follow=True) if data else client.get(address, follow=True)
    assert answer.status_code == 200
    return answer
