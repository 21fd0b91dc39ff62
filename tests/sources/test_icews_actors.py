"""Whose act is it? Names, sectors and countries of ICEWS, worked out by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.registry.actors import actors
from comity.sources.icews.actors import Party, resolve
from comity.sources.icews.offices import office_holders
from comity.sources.icews.sectors import Role, read_sectors, sector_book, split_sectors
from comity.sources.icews.tables import countries, forms, listed_names
from comity.vocabulary.actor import ActorKind, DropReason, Organ

OUTSIDE_THE_TABLE = dt.date(2010, 1, 1)


def party(
    name: str, sectors: str = "", country: str = "", day: dt.date | None = OUTSIDE_THE_TABLE
) -> Party:
    return resolve(name, split_sectors(sectors), countries().get(country), day)


@pytest.mark.parametrize(
    ("name", "sectors", "country", "code", "organ"),
    [
        ("Russia", "", "Russian Federation", "RUS", Organ.STATE),
        ("Palestinian Territory, Occupied", "NA", "Occupied Palestinian Territory", "PSE", "state"),
        ("Police (India)", "Police,Government", "India", "IND", Organ.POLICE),
        (
            "Congress (United States)",
            "Government,Legislative / Parliamentary",
            "United States",
            "USA",
            Organ.LEGISLATURE,
        ),
        (
            "A Minister",
            "Lower House,Legislative / Parliamentary,Cabinet,Government",
            "France",
            "FRA",
            Organ.GOVERNMENT,
        ),
        (
            "A President",
            "Parties,(National) Major Party,Elite,Executive Office,Government",
            "Chad",
            "TCD",
            Organ.HEAD,
        ),
        (
            "A President",
            "Sunni,International Religious,Executive Office,Executive",
            "Chad",
            "TCD",
            Organ.HEAD,
        ),
        ("A Judge", "Judicial,Government", "Brazil", "BRA", Organ.JUDICIARY),
        (
            "A Spy Service",
            "Intelligence Ministry,Executive,Government",
            "Iran",
            "IRN",
            Organ.INTELLIGENCE,
        ),
        (
            "Member of Legislative (Govt) (Iraq)",
            "Government,Legislative / Parliamentary",
            "Iraq",
            "IRQ",
            Organ.LEGISLATURE,
        ),
        ("Secretariat (Holy See (Vatican City State))", "", "", "VAT", Organ.GOVERNMENT),
    ],
)
def test_an_organ_of_a_state_acts_for_it(
    name: str, sectors: str, country: str, code: str, organ: str
) -> None:
    assert party(name, sectors, country) == Party(code, Organ(organ))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("European Commission", "EU"),
        ("European Parliament", "EU"),
        ("UN Security Council", "UN"),
        ("North Atlantic Treaty Organization", "NATO"),
        ("Ministry (European Union)", "EU"),
        ("Peacekeeping Troop (United Nations)", "UN"),
        ("Secretariat (Arab League)", "LAS"),
    ],
)
def test_an_organisation_is_known_by_name_though_it_has_no_country(name: str, code: str) -> None:
    assert party(name, "International Government Organization") == Party(code, Organ.ORGANISATION)


def test_an_activist_of_an_organisation_is_not_the_organisation() -> None:
    assert party("Rights Activist (United Nations)").not_source is DropReason.PRIVATE_SOURCE


@pytest.mark.parametrize(
    ("name", "code", "organ"),
    [
        ("Abkhazia", "X-ABK", Organ.AUTHORITY),
        ("Republic of Artsakh", "X-NKR", Organ.AUTHORITY),
        ("Military (Transnistria)", "X-PMR", Organ.MILITARY),
        ("Ministry (Somaliland)", "X-SOM", Organ.GOVERNMENT),
    ],
)
def test_a_de_facto_authority_is_never_merged_with_a_state(
    name: str, code: str, organ: Organ
) -> None:
    assert party(name, "Dissident", "Georgia") == Party(code, organ)


@pytest.mark.parametrize("name", ["Citizen (Russia)", "Children (Russia)", "Citizen (Abkhazia)"])
def test_a_population_is_addressed_but_does_not_act(name: str) -> None:
    found = party(name, "General Population / Civilian / Social,Social", "Russian Federation")
    assert found.organ is Organ.POPULATION
    assert found.not_source is DropReason.PRIVATE_SOURCE
    assert found.not_target is None


@pytest.mark.parametrize(
    ("name", "sectors"),
    [
        ("Yitzhak Rabin", "Elite"),
        ("A Party", "Parties,(National) Major Party,Government Major Party (In Government)"),
        ("A Rebel Army", "Rebel,Dissident"),
        (
            "A State Channel",
            "State Media,Information / Communication / Transparency Ministry,Executive,Government",
        ),
        ("A State Oil Firm", "State Owned Enterprises,Government"),
        ("Lawyer/Attorney (India)", "Social,Legal"),
        ("A Charity", "Nongovernmental Organizations / Activists,Charity NGOs"),
        ("A People", "International Ethnic,Kurd (Ethnic Group),Social"),
        (
            "Opposition Leader",
            "Opposition Major Party (Out Of Government),Parties,"
            "Legislative / Parliamentary,Government",
        ),
        ("Protester (India)", "Dissident,Protestors / Popular Opposition / Mobs"),
    ],
)
def test_private_parties_are_left_out(name: str, sectors: str) -> None:
    found = party(name, sectors, "India")
    assert found.not_source is DropReason.PRIVATE_SOURCE
    assert found.not_target is DropReason.PRIVATE_TARGET


def test_an_opposition_member_with_an_executive_office_acts_for_the_state() -> None:
    sectors = "Opposition Major Party (Out Of Government),Executive Office,Executive,Government"
    assert party("A President", sectors, "Taiwan") == Party("TWN", Organ.HEAD)


@pytest.mark.parametrize(
    ("name", "country", "reason"),
    [
        ("Crimea", "Russian Federation", DropReason.PLACE),
        ("Ministry (Scotland)", "United Kingdom", DropReason.PLACE),
        ("Xinjiang\xa0Uyghur", "China", DropReason.PLACE),
        ("Citizen (Africa)", "", DropReason.PLACE),
        ("Hong Kong", "Hong Kong", DropReason.TERRITORY),
        ("Citizen (Greenland)", "Greenland", DropReason.TERRITORY),
        ("Unspecified Actor", "", DropReason.NO_SOURCE),
        ("Unidentified State Actor", "", DropReason.UNKNOWN_SOURCE),
        ("A Person of Whom Nothing Is Said", "France", DropReason.UNRESOLVED_NAME),
    ],
)
def test_names_that_are_no_party_have_a_reason(name: str, country: str, reason: DropReason) -> None:
    assert party(name, "", country).not_source is reason


def test_an_unknown_sector_is_never_read_as_something_else() -> None:
    assert read_sectors(split_sectors("Government,A New Sector")).role is Role.UNKNOWN
    assert party("X", "Government,A New Sector", "Chad").not_source is DropReason.UNRESOLVED_NAME


def test_an_official_of_an_organisation_in_no_table_is_unresolved_not_given_to_a_state() -> None:
    found = party("An Official", "International Government Organization,Elite", "Portugal")
    assert found.not_source is DropReason.UNRESOLVED_NAME


def test_the_order_of_sectors_does_not_matter_and_na_is_none() -> None:
    assert split_sectors("Police,Government") == split_sectors("Government,Police")
    assert split_sectors("NA") == split_sectors("") == split_sectors(None) == frozenset()
    assert split_sectors("Bantu, Central-East,Police") == {"Bantu, Central-East", "Police"}


@pytest.mark.parametrize(
    ("name", "day", "code", "organ"),
    [
        ("Donald Trump", dt.date(2021, 1, 19), "USA", Organ.HEAD),
        ("Ursula von der Leyen", dt.date(2018, 10, 1), "DEU", Organ.MILITARY),
        ("Ursula von der Leyen", dt.date(2021, 5, 1), "EU", Organ.ORGANISATION),
        ("Charles Michel", dt.date(2018, 10, 1), "BEL", Organ.HEAD),
        ("Charles Michel", dt.date(2021, 5, 1), "EU", Organ.ORGANISATION),
        ("Angela Merkel", dt.date(2021, 12, 7), "DEU", Organ.HEAD),
        ("Yoshihide Suga", dt.date(2021, 10, 3), "JPN", Organ.HEAD),
        ("Emmanuel Macron", dt.date(2021, 5, 1), "FRA", Organ.HEAD),
        ("Jens Stoltenberg", dt.date(2018, 10, 1), "NATO", Organ.ORGANISATION),
        ("Josep Borrell", dt.date(2019, 1, 1), "ESP", Organ.FOREIGN_MINISTRY),
        ("Josep Borrell", dt.date(2022, 1, 1), "EU", Organ.ORGANISATION),
        ("Narendra Modi", dt.date(2018, 10, 1), "IND", Organ.HEAD),
    ],
)
def test_an_office_holder_speaks_for_the_office_of_that_day(
    name: str, day: dt.date, code: str, organ: Organ
) -> None:
    assert party(name, "Elite,Executive Office,Government", "Andorra", day) == Party(code, organ)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Donald Trump", dt.date(2021, 1, 20)),
        ("Angela Merkel", dt.date(2021, 12, 8)),
        ("Yoshihide Suga", dt.date(2021, 10, 4)),
        ("Rahul Gandhi", dt.date(2021, 5, 1)),
    ],
)
def test_who_has_left_office_speaks_for_nobody(name: str, day: dt.date) -> None:
    found = party(name, "Executive Office,Government", "United States", day)
    assert found.not_source is DropReason.PRIVATE_SOURCE


def test_outside_the_years_of_the_table_the_record_s_sectors_decide() -> None:
    found = party("Angela Merkel", "Executive Office,Government", "Germany", dt.date(2010, 1, 1))
    assert found == Party("DEU", Organ.HEAD)


def test_every_code_of_the_tables_is_a_known_actor_of_its_kind() -> None:
    known = actors()
    states = [one.code for one in countries().values() if not one.is_territory]
    offices = [one.code for held in office_holders().by_name.values() for one in held if one.organ]
    assert [code for code in states if known.get(code) is None] == []
    assert [code for code in offices if known.get(code) is None] == []
    for name, listed in listed_names().items():
        kinds = {
            "de_facto": ActorKind.DE_FACTO,
            "organisation": ActorKind.ORGANISATION,
            "organ": ActorKind.STATE,
        }
        if listed.what in kinds:
            assert known.kind(listed.code) is kinds[listed.what], name


def test_an_organisation_s_office_is_the_organisation() -> None:
    known = actors()
    for name, held in office_holders().by_name.items():
        for office in held:
            if office.organ is not None:
                of_organisation = known.kind(office.code) is ActorKind.ORGANISATION
                assert of_organisation == (office.organ is Organ.ORGANISATION), name


def test_a_sector_and_a_form_have_one_role_each() -> None:
    book, listed = sector_book(), forms()
    groups = [set(book.organs), book.organisation, book.population, book.private, book.barred]
    groups += [book.opposition, book.modifier]
    assert sum(len(group) for group in groups) == len(book.known)
    assert listed.private.isdisjoint(listed.organs)
