"""A source.yml is read strictly: what is wrong is shown all at once, with file and line."""

from __future__ import annotations

import pytest

from comity.errors import BadConfiguration
from comity.sources.description import describe

GOOD = """\
name: demo
title: A demonstration
publisher: Nobody
licence: CC0
citation: >-
  Nobody (2024):
  A demonstration.
url: https://example.org
kind: events
parser_version: "1"
aliases: [show]
expected:
  columns: 3
"""


def test_a_complete_description_is_taken_as_written() -> None:
    about = describe(GOOD, "source.yml")
    assert about.citation == "Nobody (2024): A demonstration."
    assert about.aliases == ("show",)
    assert about.expected == {"columns": 3}
    assert about.coverage == ""


def test_an_unknown_key_fails_with_its_line_and_the_nearest_valid_one() -> None:
    with pytest.raises(
        BadConfiguration, match=r"source\.yml, line 4: unknown key 'license'"
    ) as caught:
        describe(GOOD.replace("licence", "license"), "source.yml")
    assert "did you mean 'licence'?" in str(caught.value)
    assert "'licence' is missing" in str(caught.value)


def test_all_findings_are_shown_at_once() -> None:
    text = GOOD.replace('"1"', "1").replace("[show]", "show").replace("Nobody\n", '""\n', 1)
    with pytest.raises(BadConfiguration) as caught:
        describe(text, "source.yml")
    said = str(caught.value)
    assert "line 3: 'publisher' is empty" in said
    assert "line 10: 'parser_version' must be text" in said
    assert "line 11: 'aliases' must be a list" in said
    assert "3 findings" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n- b\n", "keys with values were expected"),
        ("name: [demo\n", "not valid YAML"),
        ("name: a\ntitle: b\nname: c\n", "line 3: 'name' is given twice"),
    ],
)
def test_a_text_that_is_no_mapping_is_refused(text: str, said: str) -> None:
    with pytest.raises(BadConfiguration, match=said):
        describe(text, "source.yml")
