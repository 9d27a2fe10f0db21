"""Text of the public becomes what it looks like."""

import pytest

from clinicfinder.plain import plain, plain_line


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("safe\u202egnp.exe", "safegnp.exe"),
        ("a\u2066b\u2069c\u200fd\u061ce", "abcde"),
        ("pay\u200bpal \u200c\u200d\ufeffx", "paypal x"),
        ("a\x00b\x07c\x1bd", "abcd"),
        ("\ud800x", "x"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\U000e0041tag", "tag"),
        ("\ue000private", "private"),
        ("mod\u034ferator \ufe0fx\U000e0101", "moderator x"),
        ("\u3164a\u115fb\u1160c\uffa0d\u17b4e\u180bf\u2800", "abcdef"),
    ],
    ids=[
        "override",
        "isolates",
        "zero_width",
        "controls",
        "half_a_pair",
        "soft_hyphen",
        "tag",
        "private",
        "unseen_marks",
        "blank_letters",
    ],
)
def test_what_is_not_seen_or_turns_the_text_around_is_gone(sent, kept):
    assert plain(sent) == kept


def test_a_letter_keeps_three_marks_of_a_stack_that_would_run_over_other_lines():
    assert plain("h" + "\u0335" * 40 + "i") == "h" + "\u0335" * 3 + "i"


@pytest.mark.parametrize(
    "text",
    [
        "Señora Núñez cobró menos; ¿cuánto? ¡Más de lo dicho!",
        "这里的护士解释得很清楚。价格也公道。",
        "الممرضة شرحت كل شيء، وبقيت معي.",
        "شَرَحَتِ الطَّبِيبَةُ",
        "שלום, היה טוב.",
        "Trời ơi, được lắm.",
        "धन्यवाद, बहुत अच्छा।",
        "3 × 450 = 1,350 $; “quoted”, it’s – fine … <b>&amp;</b>",
        "Thanks 🙂",
    ],
    ids=[
        "spanish",
        "chinese",
        "arabic",
        "arabic_with_vowels",
        "hebrew",
        "vietnamese",
        "hindi",
        "signs",
        "emoji",
    ],
)
def test_ordinary_text_of_any_language_survives(text):
    assert plain(text) == text


def test_accents_in_parts_are_composed():
    assert plain("cafe\u0301") == "café"


def test_line_ends_become_newlines_of_which_two_follow_each_other():
    assert plain("a\r\nb\rc\u2028d\u2029e") == "a\nb\nc\nd\ne"
    assert plain("a\n\n\n\n\nb") == "a\n\nb"


def test_blanks_of_any_width_become_spaces_and_the_ends_are_bare():
    assert plain("\u3000 a\u00a0b\u2003c\td \n") == "a b c d"


def test_nothing_stays_of_what_is_all_hidden():
    assert plain("\u200b\u202e\x00") == ""


def test_one_line_has_single_spaces():
    assert plain_line(" a\n\n b\u00a0\u200b  c ") == "a b c"
