"""De facto authorities: dated, with the words of the United Nations, never merged with a state."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.registry.de_facto import de_facto
from comity.registry.states import states
from comity.vocabulary.de_facto import DeFactoAuthority


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("Abkhazia", "X-ABK"), ("South Ossetia", "X-SOS"), ("Transnistria", "X-PMR")),
        *(("Artsakh", "X-NKR"), ("TRNC", "X-TRN"), ("Somaliland", "X-SOM")),
        *(("Western Sahara", "X-SAD"), ("ДНР", "X-DPR"), ("Lugansk People's Republic", "X-LPR")),
    ],
)
def test_an_authority_is_found_by_the_names_that_sources_write(text: str, code: str) -> None:
    assert de_facto().find(text).code == code


def test_nagorno_karabakh_ended_with_the_year_2023() -> None:
    authority = de_facto().find("X-NKR")
    assert authority.existed_on(dt.date(2023, 12, 31))
    assert not authority.existed_on(dt.date(2024, 1, 1))


def test_no_authority_shares_a_code_or_a_name_with_a_state() -> None:
    for authority in de_facto():
        assert authority.code not in states()
        for name in authority.names:
            assert not states().index.exact(name), name


@pytest.mark.parametrize("authority", list(de_facto()), ids=lambda one: one.code)
def test_each_row_names_the_territory_and_the_act_that_began_it(
    authority: DeFactoAuthority,
) -> None:
    assert "erritory" in authority.territory
    assert authority.from_evidence
    # No organ of the UN has spoken on the status of Chechnya.
    assert authority.un_reference or authority.code == "X-CHR"
    assert authority.end_day is None or authority.first_day < authority.end_day


def test_in_2026_six_authorities_hold_territory() -> None:
    alive = {one.code for one in de_facto().alive_on(dt.date(2026, 1, 1))}
    assert alive == {"X-ABK", "X-SOS", "X-PMR", "X-TRN", "X-SOM", "X-SAD"}
