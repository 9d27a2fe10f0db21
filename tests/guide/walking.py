"""Walks through the self-check for its tests."""

from tests.pages.reading import Reading

CALM = {
    "urgent": {"urgent": "no"},
    "state": {"state": "TX", "near": "78701"},
    "age": {"age": "18-64"},
    "condition": {"condition": ["treatment-resistant-depression"]},
    "tried": {"tried": "two-plus"},
    "pregnancy": {"pregnancy": "no"},
    "heart": {"heart": ["no"]},
    "psychosis": {"psychosis": "no"},
    "substances": {"substances": ["no"]},
    "body": {"body": ["no"]},
    "place": {"place": "clinic-ride"},
    "money": {"money": "private", "payer": "aetna"},
}
# One answer of each question on health, and the words that must not stand in an address.
HEALTH = {
    "urgent": {"urgent": "sometimes"},
    "pregnancy": {"pregnancy": "yes"},
    "heart": {"heart": ["aneurysm", "bp"]},
    "psychosis": {"psychosis": "yes"},
    "substances": {"substances": ["active", "sedatives"]},
    "body": {"body": ["bladder", "liver", "eye", "sleep-apnea", "thyroid"]},
}


class Walk:
    """Somebody who goes through the self-check and brings back what each page holds."""

    def __init__(self, client):
        self.client = client
        self.open(client.get("/match/"))

    def open(self, response):
        assert response.status_code == 200
        self.response = response
        self.html = response.content.decode()
        self.reading = Reading(self.html)
        fields = {a.get("name"): a.get("value", "") for a in self.reading.attributes("input")}
        self.token, self.step = fields.get("token", ""), fields.get("step", "")
        return self

    def send(self, go="next", **fields):
        sent = {"token": self.token, "step": self.step, "go": go} | fields
        return self.open(self.client.post("/match/", sent))

    def through(self, **changed):
        """Every question in its order, up to the summary or to help."""
        told = CALM | changed
        while self.step and not self.at_summary and not self.at_help:
            self.send(**told[self.step])
        return self

    @property
    def at_summary(self):
        return self.response.templates[0].name == "guide/match_summary.html"

    @property
    def at_help(self):
        return self.response.templates[0].name == "guide/match_crisis.html"

    @property
    def text(self):
        return self.reading.text

    @property
    def checked(self):
        return [a["value"] for a in self.reading.attributes("input") if "checked" in a]

    @property
    def ways(self):
        return dict(a["data-way"].split(":") for a in self.reading.attributes("li") if "data-way" in a)

    @property
    def addresses(self):
        found = [a.get("href", "") for a in self.reading.attributes("a")]
        return found + [a.get("action", "") for a in self.reading.attributes("form")]
