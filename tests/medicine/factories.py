"""Makes facts."""

import factory

from clinics.models import Fact
from tests.factories import READ_ON


class FactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Fact

    key = factory.Sequence(lambda n: f"fact-{n}")
    topic = Fact.Topic.EVIDENCE
    text = "A trial found something."
    source_name = "A trial"
    source_url = "https://example.org/trial"
    retrieved_on = READ_ON
    basis = "stored page"
