"""The law where the patient lives, applied to telehealth before anything is counted.

Once for each kind of practice that the index tells apart: a mask of the conditions for which it may
treat people there today. A service that may treat nothing there is no candidate; one for which the
notes settle nothing comes after the others, with a caution on its card.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache

from clinics.listings.entries import Flag
from clinics.medicine.models import ONE_WORD
from clinics.medicine.queries import Vocabulary
from clinics.regulations.effects import KIND_OF, Effect, Kind, kinds_of
from clinics.regulations.rules import Answer, Practice, banned, for_kind
from clinics.regulations.verdict import Ground, Law
from clinics.search.readings import COLUMN, Reading, Row, Silence

FLAGS, CONDITIONS, TREATMENTS = COLUMN["flags"], COLUMN["conditions"], COLUMN["treatments"]
# The flags by which practices differ before the law.
PRACTICE = Flag.EXAMINES_FIRST | Flag.NO_PHYSICIAN
PRACTICES = (0, Flag.EXAMINES_FIRST, Flag.NO_PHYSICIAN, PRACTICE)
WORD = (1 << ONE_WORD) - 1


@dataclass(frozen=True)
class Judged:
    """What a practice may do for one kind of condition, and the treatments that are forbidden to it."""

    answer: Answer
    banned: frozenset[str]


@dataclass(frozen=True)
class Legal:
    """What the notes in force today make of telehealth, for the conditions that are searched."""

    ground: Ground
    vocabulary: Vocabulary
    searched: frozenset[str] = frozenset()

    @cached_property
    def judged(self) -> dict[int, dict[Kind, "Judged"]]:
        return judged(tuple(self.ground.effects))

    @cached_property
    def lawful(self) -> dict[int, int]:
        """By practice, the conditions that it may treat there; all bits where no law says no."""
        bits = self._bits_by_kind
        found = {}
        for flags, kinds in self.judged.items():
            closed = [kind for kind, one in kinds.items() if one.answer == Answer.NOT_ALLOWED]
            open_bits = sum(bits[kind] for kind in Kind if kind not in closed)
            found[flags] = WORD if not closed else open_bits | (self._unplaced if open_bits else 0)
        return found

    @cached_property
    def closed(self) -> dict[int, list[tuple[int, int]]]:
        """By practice, which treatments may not be given from afar, and for which conditions."""
        found = {}
        for flags, kinds in self.judged.items():
            bits_by_treatments: dict[int, int] = defaultdict(int)
            for kind, one in kinds.items():
                bits_by_treatments[self._treatments(one.banned)] |= self._bits_by_kind[kind]
            alike = len(bits_by_treatments) == 1
            found[flags] = [
                (only, WORD if alike else bits) for only, bits in bits_by_treatments.items() if only
            ]
        return found

    @cached_property
    def silent(self) -> bool:
        """Whether the law closes nothing to anybody there."""
        return not any(self.closed.values()) and set(self.lawful.values()) == {WORD}

    @cached_property
    def unsettled(self) -> list[int]:
        """The practices for which the notes do not settle what is searched."""
        kinds = kinds_of(self.searched)
        return [
            flags
            for flags, by_kind in self.judged.items()
            if any(by_kind[kind].answer == Answer.UNKNOWN for kind in kinds)
        ]

    def lawful_for(self, row: Row) -> int:
        """The conditions for which this row's listing may treat a patient there."""
        flags, treatments = row[FLAGS], row[TREATMENTS]
        if not flags & Flag.TELEHEALTH:
            return WORD
        mask = self.lawful[flags & PRACTICE]
        for only, bits in self.closed[flags & PRACTICE]:
            if treatments and not treatments & ~only:
                mask &= ~bits
        return mask

    @cached_property
    def lawful_sql(self) -> str:
        """`lawful_for` in SQL."""
        cases = " ".join(f"WHEN {flags} THEN {self._mask_sql(flags)}" for flags in self.lawful)
        mask = f"CASE flags & {int(PRACTICE)} {cases} ELSE 0 END"
        return f"(CASE WHEN (flags & {int(Flag.TELEHEALTH)}) = 0 THEN {WORD} ELSE {mask} END)"

    def _mask_sql(self, flags: int) -> str:
        """The conditions for one practice, by the treatments of the row."""
        mask = str(self.lawful[flags])
        for only, bits in self.closed[flags]:
            shut = f"CASE WHEN treatments <> 0 AND (treatments & {WORD & ~only}) = 0 THEN {WORD & ~bits}"
            mask += f" & {shut} ELSE {WORD} END"
        return mask

    @property
    def may_treat_sql(self) -> str:
        """Whether it may treat somebody: what it says it treats, or anything where it has not said."""
        lawful = self.lawful_sql
        return f"((conditions = 0 AND {lawful} <> 0) OR (conditions & {lawful}) <> 0)"

    def conditions(self) -> Reading:
        """What a listing treats, as far as it may there."""
        return Reading(
            lambda row: row[CONDITIONS] & self.lawful_for(row),
            lambda bits: f"(conditions & {bits} & {self.lawful_sql}) <> 0",
        )

    def untold(self, wanted: int) -> Silence:
        """Whether it has not said what it treats, and may treat something of what is wanted."""
        wanted = wanted or WORD
        return Silence(
            lambda row: not row[CONDITIONS] and bool(self.lawful_for(row) & wanted),
            f"(conditions = 0 AND ({wanted} & {self.lawful_sql}) <> 0)",
        )

    def comes_last(self, row: Row) -> bool:
        flags = row[FLAGS]
        return bool(flags & Flag.TELEHEALTH) and flags & PRACTICE in self.unsettled

    @property
    def comes_last_sql(self) -> str:
        practices = ", ".join(map(str, self.unsettled)) or "-1"
        telehealth = f"(flags & {int(Flag.TELEHEALTH)}) <> 0"
        return f"CASE WHEN {telehealth} AND (flags & {int(PRACTICE)}) IN ({practices}) THEN 1 ELSE 0 END"

    def law_for(self, row: Row) -> Law | None:
        """What the law says of this telehealth listing, for what is sought of what it treats."""
        flags = row[FLAGS]
        if not flags & Flag.TELEHEALTH:
            return None
        treated = self.vocabulary.slugs("condition", row[CONDITIONS])
        sought = (self.searched & treated) or self.searched or treated
        practice = practice_of(flags, self.vocabulary.slugs("treatment", row[TREATMENTS]))
        return self.ground.law(sought, practice)

    def _treatments(self, slugs: frozenset[str]) -> int:
        return sum(1 << term.bit for term in self.vocabulary.words["treatment"] if term.slug in slugs)

    @cached_property
    def _bits_by_kind(self) -> dict[Kind, int]:
        bits = dict.fromkeys(Kind, 0)
        for term in self.vocabulary.words["condition"]:
            if term.slug in KIND_OF:
                bits[KIND_OF[term.slug]] |= 1 << term.bit
        return bits

    @cached_property
    def _unplaced(self) -> int:
        """Conditions that the law may count as any kind."""
        return sum(1 << t.bit for t in self.vocabulary.words["condition"] if t.slug not in KIND_OF)


def practice_of(flags: int, treatments: frozenset[str] = frozenset()) -> Practice:
    """What the index tells of a telehealth listing, as the law looks at it."""
    return Practice(
        examines_first=bool(flags & Flag.EXAMINES_FIRST),
        nurses_only=bool(flags & Flag.NO_PHYSICIAN),
        treatments=treatments,
    )


@lru_cache(maxsize=256)
def judged(effects: tuple[Effect, ...]) -> dict[int, dict[Kind, Judged]]:
    """By practice and kind of condition. Kept by what the notes say, so that a change counts at once."""
    found: dict[int, dict[Kind, Judged]] = {}
    for flags in map(int, PRACTICES):
        practice = practice_of(flags)
        found[flags] = {
            kind: Judged(
                for_kind(list(effects), practice, kind).answer, banned(list(effects), practice, kind)
            )
            for kind in Kind
        }
    return found
