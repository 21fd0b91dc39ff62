"""What a `fetch.yml` says: which files, by whose hand, and nothing that is not understood."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import comity
from comity.errors import BadConfiguration, BadValue, Refused, UnknownName
from comity.fetching.recipe import check_options, find_recipe, read_recipe, recipe_of
from comity.fetching.rules import Every
from comity.sources.catalogue import find_source, sources

FOLDER = Path(comity.__file__).parent / "sources"
RECIPES = sorted(FOLDER.glob("*/fetch.yml"))
ONE = "sets:\n  a:\n    title: A\n    files:\n      - "
HEAD = "checked: never online\ndocumentation: https://example.org\n"


def read(text: str, name: str = "icews") -> Any:
    return read_recipe(text, "fetch.yml", find_source(name))


@pytest.mark.parametrize("path", RECIPES, ids=[path.parent.name for path in RECIPES])
def test_each_recipe_is_right_and_says_that_it_was_not_checked_online(path: Path) -> None:
    recipe = read(path.read_text("utf-8"))
    assert "never online" in recipe.checked
    assert "2026" in recipe.checked
    assert recipe.documentation.startswith(("http://", "https://"))
    for chosen in recipe.sets.values():
        assert chosen.title
        assert chosen.ingest
        assert bool(chosen.files) != bool(chosen.by_hand)


def test_what_is_fetched_can_be_read_by_a_source_that_is_there() -> None:
    found = [recipe for one in sources().values() if (recipe := find_recipe(one)) is not None]
    assert {"gdelt", "passport_index", "icews", "un_votes"} <= {one.source for one in found}
    for recipe in found:
        for chosen in recipe.sets.values():
            assert find_source(chosen.ingest)


def test_gdelt_is_fetched_by_its_published_rhythm() -> None:
    recipe = recipe_of(find_source("gdelt"))
    assert recipe.choose({}).name == "export"
    assert [rule.every for rule in recipe.choose({"kind": "v1"}).files] == [
        *(Every.YEAR, Every.MONTH, Every.DAY)
    ]
    with pytest.raises(BadValue, match="'exports' is not a kind of files of gdelt") as caught:
        recipe.choose({"kind": "exports"})
    assert "export" in caught.value.hint


def test_where_a_login_is_needed_it_says_exactly_what_to_do() -> None:
    for name in ("icews", "un_votes"):
        recipe = recipe_of(find_source(name))
        chosen = recipe.choose({})
        error = recipe.needs_a_person(chosen)
        assert isinstance(error, Refused)
        assert error.what.startswith(chosen.title)
        assert "1. Open https://doi.org/10.7910/DVN/" in error.hint
        assert "2. Take " in error.hint
        assert f"comity ingest {name} FILE" in error.next_step


def test_what_comes_with_comity_needs_no_fetching() -> None:
    with pytest.raises(Refused, match="nothing to fetch for memberships") as caught:
        recipe_of(find_source("memberships"))
    assert "comity ingest default" in caught.value.hint


def test_an_option_that_the_kind_does_not_have_is_told() -> None:
    recipe = read(
        HEAD + "sets:\n  a:\n    title: A\n    ingest: icews\n    options: {release: '7', word: }\n"
        "    files:\n      - {address: 'https://example.org/{release}/{word}.csv', every: once}\n"
    )
    chosen = recipe.choose({})
    assert check_options(recipe, chosen, {"word": "x"}) == {"release": "7", "word": "x"}
    with pytest.raises(UnknownName, match="relase"):
        check_options(recipe, chosen, {"relase": "8"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sets: {}", "at least one set"),
        ("sets:\n  a:\n    title: A", "needs either files"),
        ("sets:\n  a:\n    titel: A\n    files: []", "did you mean 'title'"),
        ("sets:\n  a:\n    title: A\n    by_hand: {why: x}", "'by_hand' must have"),
        (
            ONE + "{address: 'ftp://x.org/a', every: once}",
            "must begin with http",
        ),
        (
            ONE + "{address: 'http://x.org/{b}', every: once}",
            "is no option",
        ),
        (
            ONE + "{address: 'http://x.org/a', every: week}",
            "every 'week'",
        ),
        (
            ONE + "{address: 'http://x.org/a', every: day}",
            "'first' is missing",
        ),
        ("gap_seconds: -1\nsets:\n  a: 3", "number of seconds"),
        (
            ONE + "{address: 'http://x.org/a', every: once}\n"
            "    list: {address: 'http://x.org/l', form: sums}",
            "form 'sums'",
        ),
    ],
)
def test_a_recipe_that_is_not_right_is_shown_with_its_line(text: str, said: str) -> None:
    with pytest.raises(BadConfiguration, match=said) as caught:
        read(HEAD + text)
    assert "fetch.yml, line" in caught.value.what
