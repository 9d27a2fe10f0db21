"""Facts as a page tells them: each with its numbered sources, and the sources as one list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from clinics.medicine.models import Basis, Fact, SourcedFact

# Numbers to call in an emergency are known to everybody and wait for no reading.
NEEDS_NO_READING = (Fact.Topic.EMERGENCY,)
GRAVEST_FIRST = ["", *Fact.Level.values]


@dataclass
class Source:
    """A page that facts rest on. `read_on` is None where nobody has read it yet."""

    number: int
    name: str
    url: str
    read_on: date | None


@dataclass(frozen=True)
class Told:
    """A fact, its sources, and whether readers must hear that we have not read the first yet."""

    fact: Fact
    sources: Sequence[Source]

    @property
    def unread(self) -> bool:
        return self.fact.basis == Basis.RECALLED and self.fact.topic not in NEEDS_NO_READING


@dataclass
class Telling:
    """All that a page tells, by topic in the order of the page. Topics are written as templates can."""

    topics: dict[str, list[Told]] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)

    def cite(self, name: str, url: str, read_on: date | None) -> Source:
        """The source at this address, under the number that it has had since it was first named."""
        found = next((source for source in self.sources if source.url == url), None)
        if found is None:
            found = Source(len(self.sources) + 1, name, url, read_on)
            self.sources.append(found)
        elif read_on and (found.read_on is None or found.read_on < read_on):
            found.read_on = read_on
        return found


def tell(facts: Iterable[Fact], order: Sequence[str], about: SourcedFact | None = None) -> Telling:
    """The facts of these topics, in this order of topics. `about` is cited first."""
    telling = Telling({topic.replace("-", "_"): [] for topic in order})
    if about:
        telling.cite(about.source_name, about.source_url, about.retrieved_on)
    known = [fact for fact in facts if fact.topic in order]
    known.sort(key=lambda fact: (order.index(fact.topic), GRAVEST_FIRST.index(fact.level), fact.position))
    for fact in known:
        telling.topics[fact.topic.replace("-", "_")].append(told(fact, telling))
    return telling


def told(fact: Fact, telling: Telling) -> Told:
    """One fact; its sources come into the list."""

    def read(basis: str) -> date | None:
        return fact.retrieved_on if basis == Basis.STORED else None

    sources = [telling.cite(fact.source_name, fact.source_url, read(fact.basis))]
    sources += [telling.cite(more["name"], more["url"], read(more["basis"])) for more in fact.also]
    return Told(fact, sources)
