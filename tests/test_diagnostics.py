"""Diagnostics: how a problem is written, weighed and sorted."""

from handouts.diagnostics import error, has_errors, in_order, made_strict, warning

BAD_DATE = error("bad-date", '"March" is not a date', "content/asthma.md", (4, 9), "write 2026-03-14")


def test_a_problem_says_where_what_and_what_to_do() -> None:
    assert str(BAD_DATE) == (
        'content/asthma.md:4:9: error[bad-date]: "March" is not a date hint: write 2026-03-14'
    )


def test_a_problem_of_a_whole_file_has_no_place_inside_it() -> None:
    assert (
        str(error("too-large", "it is too large", "asthma.md")) == "asthma.md: error[too-large]: it is too large"
    )
    assert str(warning("layout", "it is wide", "asthma.md")) == "asthma.md: warning[layout]: it is wide"


def test_a_problem_is_plain_values_for_other_programs() -> None:
    assert BAD_DATE.as_dict() == {
        "severity": "error",
        "code": "bad-date",
        "message": '"March" is not a date',
        "path": "content/asthma.md",
        "line": 4,
        "column": 9,
        "hint": "write 2026-03-14",
    }


def test_a_warning_lets_a_guide_pass_and_an_error_does_not() -> None:
    passing = warning("unknown-key", "'tag' is not used", "a.md")
    assert not has_errors([])
    assert not has_errors([passing])
    assert has_errors([passing, BAD_DATE])


def test_strict_turns_warnings_into_errors_and_changes_nothing_else() -> None:
    passing = warning("unknown-key", "'tag' is not used", "a.md", (2, 1), "did you mean tags?")
    (strict,) = made_strict([passing])
    assert str(strict) == str(passing).replace("warning", "error")


def test_problems_stand_in_the_order_of_the_files_and_once_each() -> None:
    first = error("bad-value", "title is empty", "a.md", (2, 1))
    ninth = error("bad-value", "draft must be true or false", "a.md", (9, 1))
    tenth = error("bad-value", "draft must be true or false", "a.md", (10, 1))
    other = error("bad-value", "title is empty", "b.md", (1, 1))
    assert in_order([other, tenth, first, ninth, first]) == (first, ninth, tenth, other)
