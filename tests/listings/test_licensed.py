"""When somebody may prescribe for a service: spans that never overlap, whatever licenses there are."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from clinics.listings.rules import segments

SECONDS = st.one_of(st.none(), st.integers(0, 12))
SPANS = st.tuples(SECONDS, SECONDS).filter(lambda s: None in s or s[0] < s[1])
LICENSES = st.lists(st.tuples(SPANS, st.booleans()), max_size=6)


def holds(span, second):
    since, until = span
    return (since is None or since <= second) and (until is None or second < until)


@given(LICENSES, st.integers(-1, 13))
def test_at_each_second_one_span_stands_where_a_license_does_and_tells_of_physicians(licenses, second):
    standing = [physician for span, physician in licenses if holds(span, second)]
    found = [physician for span, physician in segments(licenses) if holds(span, second)]
    assert found == ([any(standing)] if standing else [])


@given(LICENSES)
def test_spans_that_touch_say_different_things(licenses):
    found = segments(licenses)
    for (before, physician), (after, other) in pairwise(found):
        assert before[1] is not None
        assert before[1] < after[0] or physician != other


def test_a_license_after_another_without_a_gap_is_one_span():
    assert segments([((0, 5), True), ((5, 9), True)]) == [((0, 9), True)]
    assert segments([((None, 5), False), ((3, None), True)]) == [((None, 3), False), ((3, None), True)]
    assert segments([]) == []
