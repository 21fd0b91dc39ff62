"""Actor codes of CAMEO and WEIS: whose act is it, on which day?"""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.registry.de_facto import de_facto
from comity.registry.organisations import organisations
from comity.registry.states import states
from comity.sources.act_keys import act_key
from comity.sources.cameo_actors import actor_dictionary, resolve
from comity.sources.cameo_actors.acts import reader
from comity.sources.cameo_actors.tables import Means, entries, federations
from comity.vocabulary.actor import ActingParty, DropReason, Organ

DAY = dt.date(1999, 5, 4)


def source(code: str, day: dt.date = DAY, project: str = "cameo") -> object:
    found = resolve(code, day, "source", project=project)
    return (found.code, found.organ) if isinstance(found, ActingParty) else found


def target(code: str, day: dt.date = DAY, project: str = "cameo") -> object:
    found = resolve(code, day, "target", project=project)
    return (found.code, found.organ) if isinstance(found, ActingParty) else found


@pytest.mark.parametrize(
    ("code", "party", "organ"),
    [
        ("TUR", "TUR", Organ.STATE),
        ("TURGOV", "TUR", Organ.GOVERNMENT),
        ("TURMIL", "TUR", Organ.MILITARY),
        ("TURCOP", "TUR", Organ.POLICE),
        ("TURJUD", "TUR", Organ.JUDICIARY),
        ("TURLEG", "TUR", Organ.LEGISLATURE),
        ("USASPY", "USA", Organ.INTELLIGENCE),
        ("USAGOVLEG", "USA", Organ.LEGISLATURE),
        ("USAGOVBUS", "USA", Organ.GOVERNMENT),
        ("ROMGOV", "ROU", Organ.GOVERNMENT),
    ],
)
def test_an_organ_of_a_state_acts_for_the_state(code: str, party: str, organ: Organ) -> None:
    assert source(code) == (party, organ)


def test_a_party_after_the_government_is_the_government() -> None:
    assert source("TURGOVAKP") == ("TUR", Organ.GOVERNMENT)
    assert source("PSEGOVHMS", dt.date(2006, 5, 1)) == ("PSE", Organ.GOVERNMENT)
    assert source("TUROPPAKP") is DropReason.PRIVATE_SOURCE


@pytest.mark.parametrize(
    "code",
    ["USABUS", "USAMED", "USAELI", "TURREBPKK", "NGOAMN", "MNCUSA", "MOSSHI", "ETHALB", "kur",
     "IRQGOVMED", "USAMILREB", "ALQ", "IGOUNOMED", "SUNLEG", "BUS"],
)  # fmt: skip
def test_private_actors_armed_groups_media_and_faiths_are_nobody_here(code: str) -> None:
    assert source(code, project="weis") is DropReason.PRIVATE_SOURCE
    assert target(code, project="weis") is DropReason.PRIVATE_TARGET


def test_the_population_can_be_addressed_and_never_acts() -> None:
    assert target("SYRCVL") == ("SYR", Organ.POPULATION)
    assert source("SYRCVL") is DropReason.PRIVATE_SOURCE


def test_the_palestinian_people_is_a_target_and_its_organisation_an_authority() -> None:
    assert source("PAL") is DropReason.PRIVATE_SOURCE
    assert target("PAL") == ("PSE", Organ.POPULATION)
    assert source("PALPLO", dt.date(1985, 1, 1)) == ("PSE", Organ.AUTHORITY)
    assert source("PALPLO", dt.date(1974, 11, 21)) is DropReason.TERRITORY
    assert source("PAL", project="weis") == ("PSE", Organ.STATE)


@pytest.mark.parametrize(
    ("code", "party"),
    [
        ("IGOUNO", "UN"),
        ("IGOUNOPKO", "UN"),
        ("IGOUNOREFHCR", "UN"),
        ("IGOUNODEV", "UN"),
        ("IGOUNODEVWBK", "WORLD_BANK"),
        ("IGOUNOHLHWHO", "WHO"),
        ("IGOEUREEC", "EU"),
        ("EUREEC", "EU"),
        ("IGOEUREECGOV", "EU"),
        ("IGOWSTNAT", "NATO"),
        ("IGONAT", "NATO"),
        ("IGOARL", "LAS"),
        ("IGOSCE", "OSCE"),
    ],
)
def test_an_organisation_is_found_before_anything_is_dropped(code: str, party: str) -> None:
    assert source(code) == (party, Organ.ORGANISATION)


def test_peacekeepers_are_the_un_only_where_the_code_says_so() -> None:
    assert source("IGOPKO") is DropReason.UNKNOWN_SOURCE
    assert source("PKO") is DropReason.UNKNOWN_SOURCE


@pytest.mark.parametrize("code", ["IRQBAG", "TURANK", "PSEGZS", "WSB", "EUR", "MEA", "WST", "ARB"])
def test_cities_strips_and_regions_are_places(code: str) -> None:
    assert source(code) is DropReason.PLACE


@pytest.mark.parametrize("code", ["HKG", "CHNHKG", "GBRGIBCVL", "ESH", "KSV"])
def test_territories_are_not_states(code: str) -> None:
    assert source(code) is DropReason.TERRITORY


def test_kosovo_is_recorded_from_its_declaration_on() -> None:
    assert source("KSVGOV", dt.date(2008, 2, 16)) is DropReason.TERRITORY
    assert source("KSVGOV", dt.date(2008, 2, 17)) == ("XKX", Organ.GOVERNMENT)


def test_a_de_facto_authority_keeps_its_own_code_while_it_lasts() -> None:
    assert source("CYPTRK") == ("X-TRN", Organ.AUTHORITY)
    assert source("CYPTRKGOV") == ("X-TRN", Organ.GOVERNMENT)
    assert source("CYPGRKGOV") == ("CYP", Organ.GOVERNMENT)
    assert source("GEOABK") == ("X-ABK", Organ.AUTHORITY)
    assert source("BOSSERMIL", dt.date(1994, 1, 1), "weis") == ("X-RSB", Organ.MILITARY)
    assert source("BOSSER", dt.date(1997, 1, 1), "weis") is DropReason.TERRITORY


@pytest.mark.parametrize(
    ("code", "day", "party"),
    [
        ("SER", "1991-06-01", "YUG"),
        ("SER", "1995-06-01", "SCG"),
        ("SER", "2007-06-01", "SRB"),
        ("YUG", "1999-06-01", "SCG"),
        ("FRY", "1999-06-01", "SCG"),
        ("RUS", "1991-12-25", "SUN"),
        ("RUS", "1991-12-26", "RUS"),
        ("USR", "1985-01-01", "SUN"),
        ("CZE", "1990-01-01", "CSK"),
        ("CZE", "1993-01-01", "CZE"),
        ("GMW", "1985-01-01", "DEU"),
        ("GME", "1985-01-01", "DDR"),
        ("AZR", "1993-01-01", "AZE"),
    ],
)
def test_a_code_names_the_state_of_that_day(code: str, day: str, party: str) -> None:
    assert source(code, dt.date.fromisoformat(day), "weis") == (party, Organ.STATE)


def test_an_organ_of_a_republic_is_the_federations_and_its_bare_name_a_territory() -> None:
    assert source("ARMGOV", dt.date(1990, 1, 1)) == ("SUN", Organ.GOVERNMENT)
    assert source("ARM", dt.date(1990, 1, 1)) is DropReason.TERRITORY
    assert source("MTNGOV", dt.date(1999, 1, 1)) == ("SCG", Organ.GOVERNMENT)
    assert source("MTN", dt.date(1999, 1, 1)) is DropReason.TERRITORY


def test_a_state_after_its_end_or_before_its_beginning_is_no_actor() -> None:
    assert source("USR", dt.date(1995, 1, 1)) is DropReason.TERRITORY
    assert source("ERI", dt.date(1990, 1, 1)) is DropReason.TERRITORY


@pytest.mark.parametrize(
    ("code", "weis", "cameo"),
    [
        ("UAR", "EGY", DropReason.UNKNOWN_SOURCE),
        ("AUS", "AUT", "AUS"),
        ("SWZ", "CHE", "SWZ"),
        ("MAC", "MKD", DropReason.TERRITORY),
        ("IDI", "IND", DropReason.UNKNOWN_SOURCE),
        ("UNK", "GBR", DropReason.UNKNOWN_SOURCE),
        ("ISL", DropReason.PRIVATE_SOURCE, "ISL"),
    ],
)
def test_the_projects_contradict_each_other_and_each_is_read_by_its_own_list(
    code: str, weis: object, cameo: object
) -> None:
    for project, wanted in (("weis", weis), ("cameo", cameo)):
        found = source(code, project=project)
        assert found == (wanted if isinstance(wanted, DropReason) else (wanted, Organ.STATE))


def test_no_code_is_no_source_and_an_invented_one_is_unknown() -> None:
    assert source("---") is DropReason.NO_SOURCE
    assert target("") is DropReason.NO_TARGET
    assert source("GON", project="weis") is DropReason.UNKNOWN_SOURCE
    assert source("GOV") is DropReason.UNKNOWN_SOURCE


def test_every_party_of_the_tables_is_in_the_registry() -> None:
    known = {one.code for one in (*states(), *de_facto(), *organisations())}
    parties = {
        entry.party
        for group in entries().values()
        for entry in group
        if entry.means in (Means.PARTY, Means.PEOPLE)
    }
    groups = {
        entry.party
        for group in entries().values()
        for entry in group
        if entry.means is Means.ORGANISATION
    }
    republics = {c for one, many in federations().items() for c in (one, *(f.code for f in many))}
    assert parties <= known
    assert republics <= {one.code for one in states()}
    assert groups <= set(organisations().by_known_group)


def test_no_organisation_has_the_code_of_a_state() -> None:
    assert not {one.code for one in organisations()} & {one.code for one in states()}


def test_the_key_of_an_act_is_a_digest_of_what_was_written() -> None:
    assert act_key(DAY, "USA", "RUS", "032") == act_key(DAY, "USA", "RUS", "032")
    assert act_key(DAY, "USA", "RUS", "032") != act_key(DAY, "USAR", "US", "032")


_CODES = st.one_of(
    st.text(max_size=12),
    st.lists(
        st.sampled_from(
            [
                "USA",
                "RUS",
                "SER",
                "YUG",
                "IGO",
                "UNO",
                "EUR",
                "EEC",
                "GOV",
                "MIL",
                "CVL",
                "REB",
                "MED",
                "PAL",
                "PLO",
                "AFG",
                "TAL",
                "KSV",
                "CYP",
                "TRK",
                "BOS",
                "MNC",
                "kur",
                "HKG",
                "PKO",
                "DEV",
                "GZ",
            ]
        ),
        max_size=4,
    ).map("".join),
)
_PROJECTS = st.sampled_from([(), ("cameo",), ("keds_gulf", "weis")])


@given(
    _CODES,
    st.dates(dt.date(1900, 1, 1), dt.date(2040, 1, 1)),
    st.sampled_from(["source", "target"]),
    _PROJECTS,
)
def test_the_spans_of_a_code_say_the_same_as_the_code_on_each_day(
    code: str, day: dt.date, role: str, projects: tuple[str, ...]
) -> None:
    one = actor_dictionary().resolve(code, day, role, projects)  # type: ignore[arg-type]
    assert reader(role, projects)(code, day) == one  # type: ignore[arg-type]


@given(_CODES, st.dates(dt.date(1900, 1, 1), dt.date(2040, 1, 1)), _PROJECTS)
def test_whoever_acts_can_be_addressed(code: str, day: dt.date, projects: tuple[str, ...]) -> None:
    acting = actor_dictionary().resolve(code, day, "source", projects)
    if isinstance(acting, ActingParty):
        assert acting.organ is not Organ.POPULATION
        assert actor_dictionary().resolve(code, day, "target", projects) == acting


@given(_CODES, st.dates(dt.date(1900, 1, 1), dt.date(2040, 1, 1)), _PROJECTS)
def test_a_party_acts_only_on_days_of_its_life(
    code: str, day: dt.date, projects: tuple[str, ...]
) -> None:
    found = actor_dictionary().resolve(code, day, "source", projects)
    if isinstance(found, ActingParty) and found.organ is not Organ.ORGANISATION:
        first, end = actor_dictionary().lives[found.code]
        assert first <= day
        assert end is None or day < end
