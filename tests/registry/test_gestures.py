"""What the shipped code-book says of acts, in sentences, and the laws that all its codes keep."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
import yaml

from comity.errors import BadConfiguration
from comity.registry import gestures
from comity.registry.gestures import code_book
from comity.registry.tables import read_text
from comity.vocabulary.actor import Organ
from comity.vocabulary.code_book import BOOK_SCHEMA
from comity.vocabulary.gesture import GestureClass, MeetingRule, Reading, ruled_intensity

ALL = sorted(code_book().readings.values(), key=lambda r: (r.scheme, r.code))
FRIENDLY, NEUTRAL, INSULT, OFFENCE, ATTACK = GestureClass


def read(code: str, scheme: str = "cameo") -> Reading:
    reading = code_book().reading(scheme, code)
    assert reading is not None
    return reading


def between(
    code: str,
    source: str,
    target: str,
    day: str,
    scheme: str = "cameo",
    organ: Organ = Organ.STATE,
) -> GestureClass:
    reading = code_book().reading_between(
        scheme,
        code,
        source=source,
        target=target,
        day=dt.date.fromisoformat(day),
        target_organ=organ,
    )
    assert reading is not None
    return reading.gesture_class


def expected_cameo_class(code: str) -> GestureClass:
    """The table of gesture classes, written out once more."""
    if code in ("114", "115"):
        return NEUTRAL
    if code in ("175", "1712"):
        return ATTACK
    return {
        **dict.fromkeys(("01", "02", "09"), NEUTRAL),
        **dict.fromkeys(("03", "04", "05", "06", "07", "08"), FRIENDLY),
        "11": INSULT,
        **dict.fromkeys(("10", "12", "13", "14", "16", "17"), OFFENCE),
        **dict.fromkeys(("15", "18", "19", "20"), ATTACK),
    }[code[:2]]


def test_every_cameo_code_has_the_class_of_the_table() -> None:
    wrong = {
        r.code: r.gesture_class
        for r in ALL
        if r.scheme == "cameo" and r.gesture_class is not expected_cameo_class(r.code)
    }
    assert not wrong


def test_a_complaint_and_a_lawsuit_are_the_lawful_way() -> None:
    assert read("114").gesture_class is NEUTRAL
    assert read("115").gesture_class is NEUTRAL
    assert read("111").gesture_class is INSULT


def test_blockade_and_occupation_are_attacks() -> None:
    assert read("191").gesture_class is ATTACK
    assert read("192").gesture_class is ATTACK


def test_confiscation_is_an_offence_and_destruction_an_attack() -> None:
    assert read("1711").gesture_class is OFFENCE
    assert read("1712").gesture_class is ATTACK


def test_a_threat_of_force_is_still_a_threat() -> None:
    assert read("138").gesture_class is OFFENCE
    assert read("THREATEN:violence", "plover").gesture_class is OFFENCE


def test_an_appeal_for_peacekeepers_asks_and_refusing_observers_refuses() -> None:
    assert read("0234").gesture_class is NEUTRAL
    assert read("1245").gesture_class is OFFENCE


def test_a_visit_is_a_meeting_not_a_friendly_act() -> None:
    for code, scheme in (("042", "cameo"), ("032", "weis"), ("CONSULT:visit", "plover")):
        assert read(code, scheme).meeting is MeetingRule.ALWAYS


def test_a_signature_is_a_meeting_only_where_both_sides_are_coded() -> None:
    assert read("057").meeting is MeetingRule.IF_MIRRORED
    assert read("036").meeting is MeetingRule.IF_MIRRORED
    assert read("061").meeting is MeetingRule.NEVER


def test_a_vote_in_weis_is_no_meeting() -> None:
    assert read("034", "weis").meeting is MeetingRule.NEVER
    assert read("034", "weis").gesture_class is NEUTRAL


def test_weis_is_read_like_cameo_where_they_mean_the_same() -> None:
    assert read("123", "weis").gesture_class is read("090").gesture_class
    assert read("132", "weis").gesture_class is read("114").gesture_class
    assert read("182", "weis").gesture_class is read("150").gesture_class
    assert read("213", "weis").gesture_class is read("181").gesture_class
    assert read("224", "weis").gesture_class is read("145").gesture_class


def test_every_plover_type_has_the_class_of_the_table() -> None:
    friendly = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}
    offence = {"REJECT", "THREATEN", "PROTEST", "SANCTION", "COERCE"}
    by_type = {
        **dict.fromkeys(friendly, FRIENDLY),
        **dict.fromkeys(offence, OFFENCE),
        **dict.fromkeys(("MOBILIZE", "ASSAULT"), ATTACK),
        "REQUEST": NEUTRAL,
        "ACCUSE": INSULT,
    }
    special = {
        "REQUEST:demand": OFFENCE,
        "ACCUSE:investigate": NEUTRAL,
        "COERCE:blockade": ATTACK,
        "COERCE:occupy": ATTACK,
    }
    found = {r.code: r.gesture_class for r in ALL if r.scheme == "plover"}
    assert found == {code: by_type[code.partition(":")[0]] for code in found} | special


def test_a_battle_is_an_act_of_both_sides_and_a_missile_of_the_one_that_fired_it() -> None:
    assert read("battle", "ucdp").both_ways
    assert read("armed-clash", "acled").both_ways
    assert not read("air-drone-strike", "acled").both_ways
    assert {r.scheme for r in ALL if r.both_ways} == {"ucdp", "acled"}
    assert all(r.gesture_class is ATTACK for r in ALL if r.both_ways)


def test_a_ceasefire_is_a_meeting_and_an_interception_no_attack() -> None:
    assert read("agreement", "acled").meeting is MeetingRule.ALWAYS
    assert read("disrupted-weapons-use", "acled").gesture_class is NEUTRAL


def test_recognition_of_donetsk_and_luhansk_is_no_friendly_act_toward_ukraine() -> None:
    assert between("054", "RUS", "UKR", "2022-02-21") is NEUTRAL
    assert between("054", "RUS", "UKR", "2022-02-22") is NEUTRAL
    assert between("054", "SYR", "GEO", "2018-05-29") is NEUTRAL


def test_recognition_of_an_opposition_is_no_friendly_act_toward_the_state() -> None:
    assert between("054", "USA", "VEN", "2019-01-23") is NEUTRAL


def test_listed_recognitions_are_friendly_both_ways_in_their_window() -> None:
    assert between("054", "ARE", "ISR", "2020-08-13") is FRIENDLY
    assert between("054", "ISR", "ARE", "2020-09-15") is FRIENDLY
    assert between("054", "ISR", "XKX", "2021-02-01") is FRIENDLY
    assert between("054", "ARE", "ISR", "2020-07-14") is FRIENDLY
    assert between("054", "ARE", "ISR", "2020-07-13") is NEUTRAL
    assert between("054", "ARE", "ISR", "2020-11-11") is FRIENDLY
    assert between("054", "ARE", "ISR", "2020-11-12") is NEUTRAL


def test_a_one_sided_recognition_is_friendly_one_way() -> None:
    assert between("054", "ESP", "PSE", "2024-05-28") is FRIENDLY
    assert between("054", "PSE", "ESP", "2024-05-28") is NEUTRAL


def test_recognition_of_a_new_state_is_friendly_for_two_years() -> None:
    assert between("054", "KEN", "SSD", "2011-07-09") is FRIENDLY
    assert between("054", "EU", "SSD", "2013-07-08") is FRIENDLY
    assert between("054", "KEN", "SSD", "2013-07-09") is NEUTRAL
    assert between("064", "DEU", "HRV", "1991-12-23", "weis") is FRIENDLY
    assert between("064", "DEU", "YUG", "1991-12-23", "weis") is NEUTRAL


def test_troops_toward_the_forces_of_an_adversary_are_an_attack() -> None:
    for organ in (Organ.MILITARY, Organ.GOVERNMENT, Organ.HEAD, Organ.POLICE):
        assert between("154", "RUS", "UKR", "2022-02-22", organ=organ) is ATTACK
        assert between("150", "CHN", "TWN", "2022-08-04", organ=organ) is ATTACK


def test_troops_toward_a_bare_country_may_be_the_place_and_are_an_offence() -> None:
    assert between("154", "RUS", "UKR", "2022-02-22") is OFFENCE
    assert between("154", "USA", "MEX", "2018-11-02") is OFFENCE
    assert between("154", "TUR", "GRC", "1996-01-31", organ=Organ.POPULATION) is OFFENCE
    assert between("182", "TUR", "GRC", "1996-01-31", "weis") is OFFENCE
    assert between("MOBILIZE:troops", "TUR", "GRC", "1996-01-31", "plover") is OFFENCE


def test_fighting_a_bare_country_is_an_attack_all_the_same() -> None:
    assert between("190", "RUS", "UKR", "2022-02-24") is ATTACK
    assert between("191", "RUS", "UKR", "2022-02-24", organ=Organ.POPULATION) is ATTACK


def test_consent_outweighs_whom_the_forces_address() -> None:
    assert between("154", "USA", "KOR", "2018-03-01", organ=Organ.MILITARY) is NEUTRAL


def test_troops_posted_with_an_ally_are_not_aimed_at_it() -> None:
    assert between("154", "USA", "KOR", "2018-03-01") is NEUTRAL
    assert between("154", "USA", "POL", "2022-02-05") is NEUTRAL
    assert between("154", "RUS", "KAZ", "2022-01-06") is NEUTRAL
    assert between("154", "USA", "NATO", "2022-02-05") is NEUTRAL
    assert between("MOBILIZE:troops", "DEU", "LTU", "2022-06-07", "plover") is NEUTRAL


def test_fighting_an_ally_is_an_attack_all_the_same() -> None:
    assert between("190", "USA", "KOR", "2018-03-01", organ=Organ.MILITARY) is ATTACK
    assert between("190", "TUR", "GRC", "2018-03-01") is ATTACK


def test_force_in_a_state_that_agreed_to_it_is_not_force_against_that_state() -> None:
    assert between("190", "RUS", "KAZ", "2022-01-08") is NEUTRAL
    assert between("190", "RUS", "UKR", "2022-02-24") is ATTACK


def test_a_tie_of_allies_begins_and_ends_with_membership() -> None:
    assert between("154", "USA", "FIN", "2023-04-03") is OFFENCE
    assert between("154", "USA", "FIN", "2023-04-03", organ=Organ.MILITARY) is ATTACK
    assert between("154", "USA", "FIN", "2023-04-04") is NEUTRAL


def test_intensities_are_half_steps_and_only_neutral_acts_have_none() -> None:
    for reading in ALL:
        where = (reading.scheme, reading.code)
        assert 0 <= reading.intensity <= 10, where
        assert (reading.intensity * 2).is_integer(), where
        assert reading.intensity > 0 or reading.gesture_class is NEUTRAL, where


def test_each_code_has_a_title_and_a_reason_in_a_sentence() -> None:
    for reading in ALL:
        assert reading.title, (reading.scheme, reading.code)
        assert reading.reason[0].isalpha(), (reading.scheme, reading.code)
        assert reading.reason.endswith("."), (reading.scheme, reading.code)


def entries() -> list[tuple[str, str, dict[str, object]]]:
    """Scheme, code and entry of every line of the file, as written."""
    content = yaml.safe_load(read_text("gestures", "gestures.yml"))
    return [
        (scheme, code, entry)
        for scheme in gestures.SCHEMES
        for group in content[scheme].values()
        for code, entry in group["codes"].items()
    ]


def test_each_code_stands_once_in_its_scheme() -> None:
    text = read_text("gestures", "gestures.yml")
    codes = [line.split(": {", 1)[0] for line in text.splitlines() if line.startswith("      ")]
    assert len(entries()) == len(ALL) == len(codes)
    # CAMEO and WEIS share numbers, so a number may stand twice; a PLOVER code once.
    twice = {code for code, times in Counter(codes).items() if times > 1}
    shared = {r.code for r in ALL if r.scheme == "cameo"} & {
        r.code for r in ALL if r.scheme == "weis"
    }
    assert {code.strip().strip('"') for code in twice} == shared


def test_a_departure_from_the_rule_of_intensities_gives_a_reason_of_its_own() -> None:
    for scheme, code, entry in entries():
        score = read(code, scheme).goldstein_tenths
        if score is not None:
            reading = read(code, scheme)
            ruled = ruled_intensity(reading.gesture_class, score)
            assert reading.intensity == ruled or "reason" in entry, (scheme, code)


def test_class_and_score_point_the_same_way_or_a_reason_is_given() -> None:
    for scheme, code, entry in entries():
        score = read(code, scheme).goldstein_tenths or 0
        reading = read(code, scheme)
        against = (reading.gesture_class is FRIENDLY and score < 0) or (
            reading.gesture_class.is_hostile and score > 0
        )
        assert not against or "reason" in entry, (scheme, code)


def test_friendly_codes_are_never_scored_below_zero_nor_hostile_ones_above() -> None:
    scored = [(r.gesture_class, r.goldstein_tenths) for r in ALL if r.goldstein_tenths is not None]
    assert all(score > 0 for c, score in scored if c is FRIENDLY)
    assert all(score < 0 for c, score in scored if c.is_hostile)


def test_cameo_counterparts_in_plover_are_codes_of_the_book() -> None:
    for reading in ALL:
        if reading.scheme == "cameo" and reading.plover_type:
            assert counterpart(reading).plover_type == reading.plover_type


def counterpart(reading: Reading) -> Reading:
    return read(":".join(filter(None, (reading.plover_type, reading.plover_mode))), "plover")


def test_cameo_and_plover_disagree_only_where_the_decision_page_says_so() -> None:
    disagree = {
        r.code
        for r in ALL
        if r.scheme == "cameo"
        and r.plover_type
        and counterpart(r).gesture_class is not r.gesture_class
    }
    demands = {r.code for r in ALL if r.scheme == "cameo" and r.code.startswith("10")}
    assert disagree == demands | {"09", "114", "115", "191", "192"}


def test_the_flat_table_has_every_reading() -> None:
    table = code_book().table
    assert table.schema.equals(BOOK_SCHEMA)
    assert table.num_rows == len(ALL)
    assert set(table.column("gesture_class").to_pylist()) == {c.value for c in GestureClass}


def test_the_flat_tables_say_the_same_as_the_book() -> None:
    day = dt.date(2020, 9, 15)
    rows = code_book().recognitions.to_pylist()
    pairs = {(r["source"], r["target"]) for r in rows if r["first_day"] <= day < r["end_day"]}
    assert ("ARE", "ISR") in pairs
    assert ("RUS", "UKR") not in pairs
    assert all(code_book().recognises_target(s, t, day) for s, t in pairs)
    hosts = code_book().hosted_forces.to_pylist()
    assert all(r["source"] != r["target"] for r in (*rows, *hosts))


def test_an_unknown_key_of_an_entry_fails() -> None:
    entry = {"title": "x", "class": "neutral", "intensity": 0, "golstein": 1}
    with pytest.raises(BadConfiguration, match="golstein"):
        gestures._reading("cameo", "010", entry, {"quad": "verbal_cooperation", "reason": "x."})
