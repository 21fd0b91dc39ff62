"""All actors under one roof: no code and no name means two of different kinds."""

from __future__ import annotations

import datetime as dt

import pytest

from comity import registry
from comity.errors import UnknownName
from comity.registry.actors import actors
from comity.vocabulary.actor import ActorKind


@pytest.mark.parametrize(
    ("text", "code", "kind"),
    [
        ("Kazakhstan", "KAZ", ActorKind.STATE),
        ("European Union", "EU", ActorKind.ORGANISATION),
        ("eu", "EU", ActorKind.ORGANISATION),
        ("Abkhazia", "X-ABK", ActorKind.DE_FACTO),
        ("x-nkr", "X-NKR", ActorKind.DE_FACTO),
    ],
)
def test_states_organisations_and_authorities_are_found_alike(
    text: str, code: str, kind: ActorKind
) -> None:
    assert actors().find(text).code == code
    assert actors().kind(code) is kind


def test_au_is_the_african_union_since_a_full_code_goes_before_a_short_one() -> None:
    assert actors().find("AU").name == "African Union"
    assert registry.states().find("AU").name == "Australia"


def test_every_actor_is_found_by_its_own_code_and_name() -> None:
    for actor in actors():
        assert actors().find(actor.code) is actor
        assert actors().find(actor.name) is actor
        assert actors().get(actor.code) is actor
        assert actors().name(actor.code) == actor.name


def test_names_that_mean_several_are_all_of_states() -> None:
    ambiguous = actors().index.ambiguous()
    assert set(ambiguous) == set(registry.states().index.ambiguous())


def test_the_union_of_the_three_tables_loses_nobody() -> None:
    parts = (registry.states(), registry.organisations(), registry.de_facto())
    assert len(actors()) == sum(len(part) for part in parts)


def test_a_misspelt_actor_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        actors().find("Eurpean Union")
    assert "European Union (EU)" in caught.value.hint


def test_the_kind_of_an_unknown_code_is_an_error() -> None:
    with pytest.raises(UnknownName):
        actors().kind("QQQ")


def test_the_soviet_union_no_longer_existed_in_1992() -> None:
    assert actors().existed_on("SUN", dt.date(1991, 1, 1))
    assert not actors().existed_on("SUN", dt.date(1992, 1, 1))


def test_search_finds_states_and_organisations_together() -> None:
    assert {actor.code for actor in actors().search("african")} >= {"AU", "CAF", "ZAF"}
