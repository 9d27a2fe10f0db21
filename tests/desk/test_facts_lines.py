"""Two texts of a fact that is rows: what differs, and how one becomes the other."""

from clinics.desk.facts_lines import Change, changes, merged, moved

OLD = "0|09:00|17:00\n1|09:00|12:00\n1|13:00|17:00"
NEW = "0|08:00|17:00\n2|09:00|17:00"


def test_what_differs_is_told_once_for_each_thing_that_rows_are_about():
    assert sorted(changes(OLD, NEW), key=lambda change: change.about) == [
        Change("0", ("0|09:00|17:00",), ("0|08:00|17:00",)),
        Change("1", ("1|09:00|12:00", "1|13:00|17:00"), ()),
        Change("2", (), ("2|09:00|17:00",)),
    ]
    assert changes(OLD, OLD) == []


def test_all_changes_together_make_the_new_text():
    assert merged(OLD, changes(OLD, NEW)) == NEW
    assert merged(OLD, []) == OLD


def test_what_the_changes_do_not_speak_of_stays_as_it_is_now():
    now = OLD + "\n6|10:00|12:00"
    assert merged(now, changes(OLD, NEW)) == NEW + "\n6|10:00|12:00"


def test_only_a_row_that_would_change_can_have_moved():
    assert not moved(OLD, NEW, OLD + "\n6|10:00|12:00")
    assert moved(OLD, NEW, OLD.replace("12:00", "11:00"))
    assert moved(OLD, NEW, OLD + "\n2|10:00|12:00")
