"""The one tree of errors: as it is drawn, so it is; each says what is wrong and what to do."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import pytest

from comity import errors
from comity.errors import BadInput, ComityError, nearest, not_one_of, unknown

ROW = re.compile(r"^(?P<branch>[│├└─ ]*)(?P<name>[A-Z]\w+)\s+(?P<exit>\d+)\s+(?P<http>\d+)\s", re.M)
STEP = 4


def drawn() -> Iterator[tuple[str, str, int, int]]:
    """Each class of the drawing: its name, its parent's, its exit code and HTTP status."""
    above = {0: "ComityError"}
    for row in ROW.finditer(inspect.cleandoc(errors.__doc__ or "")):
        depth = len(row["branch"]) // STEP
        above[depth] = row["name"]
        yield row["name"], above[depth - 1], int(row["exit"]), int(row["http"])


def every_error(kind: type[ComityError] = ComityError) -> Iterator[type[ComityError]]:
    """The classes of comity.errors below one of them."""
    for below in kind.__subclasses__():
        if below.__module__ == errors.__name__:
            yield below
            yield from every_error(below)


def test_the_tree_in_the_docstring_is_the_tree_of_classes() -> None:
    built = {
        (kind.__name__, kind.__mro__[1].__name__, kind.exit_code, kind.http_status)
        for kind in every_error()
    }
    assert set(drawn()) == built
    assert len(built) == 13


def test_an_error_says_what_is_wrong_a_hint_and_the_next_step_a_line_each() -> None:
    error = BadInput("It is empty.", hint="0 bytes.", next_step="Download it again.")
    assert str(error) == "It is empty.\n0 bytes.\nDownload it again."
    assert str(BadInput("It is empty.", next_step="Download it again.")).count("\n") == 1


@pytest.mark.parametrize("kind", list(every_error()), ids=lambda kind: kind.__name__)
def test_every_error_ends_a_command_and_a_request_with_a_code_of_failure(
    kind: type[ComityError],
) -> None:
    error = kind("what", hint="hint", next_step="next")
    assert error.exit_code not in (0, 1)
    assert 400 <= error.http_status < 600
    assert (error.what, error.hint, error.next_step) == ("what", "hint", "next")


def test_a_name_nearly_right_gets_the_nearest_valid_names() -> None:
    assert nearest("kazakstan", ["Kazakhstan", "Pakistan", "Fiji"])[0] == "Kazakhstan"
    assert nearest("qqq", ["Kazakhstan"]) == []
    error = unknown("state", "kazakstan", ["Kazakhstan"], next_step="See `comity states`.")
    assert str(error) == (
        "There is no state 'kazakstan'.\nDid you mean Kazakhstan?\nSee `comity states`."
    )


def test_a_word_that_is_not_one_of_a_few_gets_all_of_them() -> None:
    error = not_one_of("format", "jsn", ["table", "csv", "json"])
    assert error.hint == "Did you mean json?"
    assert error.next_step == "Valid: table, csv, json."
    assert not_one_of("format", "xyz", ["table"]).hint == ""
