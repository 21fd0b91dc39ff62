"""A repertoire from acts written by hand: kinds, what stands apart, spread, others, answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pytest

from comity.measures.act_reading import cells_of
from comity.measures.dyad_series import CoveredDay
from comity.measures.reading_tables import default_reading
from comity.measures.repertoire import Grain, Practice, Repertoire, repertoire
from comity.measures.repertoire.practice import USED
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Span

PAIR = Dyad("KAZ", "RUS")
OTHERS = [("FRA", "DEU", "cameo", "070", 30), ("FRA", "DEU", "cameo", "036", 10),
          ("ITA", "DEU", "cameo", "0841", 5), ("ITA", "DEU", "cameo", "112", 5)]  # fmt: skip


def made(
    acts: pa.Table,
    covered: Sequence[CoveredDay],
    *,
    others: Sequence[tuple[Any, ...]] = OTHERS,
    grain: Grain = Grain.MODE,
    peers: Sequence[Dyad] = (),
) -> Repertoire:
    """The repertoire of KAZ toward RUS, beside what others did; its own acts stand there too."""
    cells = cells_of(acts, default_reading())
    own = [
        (row["source"], row["target"], row["scheme"], row["code"], row["acts"])
        for row in cells.to_pylist()
        if row["reading"] != "meeting"
    ]
    used = pa.Table.from_pylist(
        [dict(zip(USED.names, row, strict=True)) for row in (*own, *others)], schema=USED
    )
    return repertoire(
        cells,
        Practice(used, grain),
        dyad=PAIR,
        covered=covered,
        span=Span.inclusive(covered[0].day, covered[-1].day),
        dataset="by_hand",
        peers=peers,
    )


def row_of(found: Repertoire, kind: str) -> dict[str, Any]:
    return next(row for row in found.table.to_pylist() if row["kind"] == kind)


def test_kinds_are_counted_with_their_first_and_last_day(hand: Any) -> None:
    acts = hand.acts(
        hand.act("2021-01-05", "KAZ", "RUS", "036"),
        hand.act("2021-01-05", "KAZ", "RUS", "030"),
        hand.act("2021-02-01", "KAZ", "RUS", "036", n=2),
        hand.act("2021-03-01", "KAZ", "RUS", "112"),
        hand.act("2021-03-02", "RUS", "KAZ", "070"),
    )
    found = made(acts, hand.days("2021-01-01", "2021-03-31"))
    agreed = row_of(found, "AGREE")
    assert (agreed["uses"], agreed["days_used"], agreed["share"]) == (4, 2, 0.8)
    assert (agreed["first_day"], agreed["last_day"]) == (dt.date(2021, 1, 5), dt.date(2021, 2, 1))
    assert found.acts == 5
    assert [row["kind"] for row in found.kinds(used=True)] == ["AGREE", "ACCUSE:disapprove"]


def test_what_only_others_used_is_named_with_how_often_their_mix_would_have_it(hand: Any) -> None:
    acts = hand.acts(*(hand.act(f"2021-01-{n:02}", "KAZ", "RUS", "036") for n in range(1, 10)))
    found = made(acts, hand.days("2021-01-01", "2021-03-31"))
    never = found.kinds(used=False, gesture_class="friendly")
    assert [(row["kind"], row["others_dyads"]) for row in never] == [
        ("AID", 1),
        ("RETREAT:release", 1),
    ]
    # The others' friendly acts: 30 of aid, 10 agreed, 5 releases.
    assert never[0]["expected"] == pytest.approx(9 * 30 / 45)
    assert row_of(found, "RETREAT:return")["others_acts"] == 0


def test_an_act_of_both_sides_on_one_day_is_told_apart(hand: Any) -> None:
    acts = hand.acts(
        hand.act("2021-01-05", "KAZ", "RUS", "036"),
        hand.act("2021-01-05", "RUS", "KAZ", "036"),
        hand.act("2021-01-06", "KAZ", "RUS", "042"),
        hand.act("2021-01-07", "KAZ", "RUS", "036"),
    )
    found = made(acts, hand.days("2021-01-01", "2021-01-31"))
    agreed, visit = row_of(found, "AGREE"), row_of(found, "CONSULT:visit")
    assert (agreed["uses"], agreed["meetings"]) == (1, 1)
    assert (visit["uses"], visit["meetings"], visit["gesture_class"]) == (None, 1, "meeting")
    assert (found.acts, found.meetings) == (1, 2)


def test_recognition_of_another_party_is_no_act_toward_the_target(hand: Any) -> None:
    acts = hand.acts(hand.act("2021-01-05", "KAZ", "RUS", "054"))
    found = made(acts, hand.days("2021-01-01", "2021-01-31"))
    assert (found.acts, found.not_meant) == (0, 1)
    assert "no directed act is recorded" in found.text


def test_a_show_of_force_that_addresses_no_organ_is_marked(hand: Any) -> None:
    acts = hand.acts(
        hand.act("2021-01-05", "IRN", "IRQ", "152"),
        hand.act("2021-01-06", "IRN", "IRQ", "152", organ="military"),
    )
    cells = cells_of(acts, default_reading())
    used = [dict(zip(USED.names, ("IRN", "IRQ", "cameo", "152", 2), strict=True))]
    found = repertoire(
        cells,
        Practice(pa.Table.from_pylist(used, schema=USED), Grain.MODE),
        dyad=Dyad("IRN", "IRQ"),
        covered=hand.days("2021-01-01", "2021-01-31"),
        span=Span.inclusive(dt.date(2021, 1, 1), dt.date(2021, 1, 31)),
        dataset="by_hand",
        peers=(),
    )
    assert (row_of(found, "MOBILIZE:troops")["uses"], found.not_meant) == (2, 0)
    assert row_of(found, "MOBILIZE:troops")["unaddressed"] == 1
    assert any("1 show of force names no organ" in note for note in found.notes)


def test_acts_of_days_that_are_not_covered_are_left_out_and_counted(hand: Any) -> None:
    acts = hand.acts(
        hand.act("2021-01-05", "KAZ", "RUS", "070"), hand.act("2021-05-05", "KAZ", "RUS", "070")
    )
    found = made(acts, hand.days("2021-01-01", "2021-01-31"))
    assert (found.acts, found.outside, found.days_covered) == (1, 1, 31)


def test_the_spread_by_hand(hand: Any) -> None:
    codes = ["036"] * 12 + ["070"] * 6 + ["112"] * 6
    acts = hand.acts(
        *(
            hand.act(str(dt.date(2021, 1, 4) + dt.timedelta(3 * i)), "KAZ", "RUS", code)
            for i, code in enumerate(codes)
        )
    )
    found = made(acts, hand.days("2021-01-01", "2021-06-30"))
    row = found.spread_of("all")
    assert (row["acts"], row["kinds"], row["kinds_anyone"]) == (24, 3, 4)
    assert (row["codes"], row["codes_anyone"]) == (3, 4)
    assert row["entropy_observed"] == pytest.approx(1.0397, abs=1e-4)  # 1.5 bits
    assert row["entropy_observed"] <= row["entropy"]
    assert row["effective_lower"] <= row["effective"] <= row["effective_upper"] <= 4 + 1e-9
    friendly = found.spread_of("friendly")
    assert (friendly["acts"], friendly["kinds"], friendly["entropy"]) == (18, 2, None)
    assert friendly["top_three_share"] == 1


def test_kinds_are_compared_at_as_many_acts_as_ten_others_have(hand: Any) -> None:
    acts = hand.acts(*(hand.act(f"2021-01-{n:02}", "KAZ", "RUS", "036") for n in range(1, 31)))
    states = ["FRA", "DEU", "ITA", "ESP", "PRT", "NLD", "BEL", "AUT", "POL", "SWE", "FIN"]
    others = [
        (state, "GBR", "cameo", code, 6) for state in states for code in ("036", "070", "112")
    ]
    peers = [Dyad(state, "GBR") for state in states]
    row = made(acts, hand.days("2021-01-01", "2021-01-31"), others=others, peers=peers).spread_of(
        "all"
    )
    assert (row["at_acts"], row["kinds_at"], row["peers"]) == (18, 1, 11)
    assert (row["peers_low"], row["peers_median"], row["peers_high"]) == (3, 3, 3)
    assert row["peers_fewer"] == 0
    few = made(acts, hand.days("2021-01-01", "2021-01-31"), others=others, peers=peers[:9])
    assert few.spread_of("all")["at_acts"] is None


def test_friendly_acts_are_followed_by_what_the_other_side_did(hand: Any) -> None:
    used = [dt.date(2021, 2, 1) + dt.timedelta(40 * n) for n in range(6)]
    acts = hand.acts(
        *(hand.act(str(day), "KAZ", "RUS", "070") for day in used),
        *(hand.act(str(day + dt.timedelta(4)), "RUS", "KAZ", "112") for day in used),
        *(hand.act(str(day - dt.timedelta(4)), "RUS", "KAZ", "0841") for day in used),
        hand.act(str(used[0] + dt.timedelta(1)), "RUS", "KAZ", "042"),
        hand.act(str(used[0]), "KAZ", "RUS", "112"),
    )
    found = made(acts, hand.days("2021-01-01", "2021-12-31"))
    rows = {(row["kind"], row["answer"]): row for row in found.followed.to_pylist()}
    assert set(rows) == {(k, a) for k in ("any", "AID") for a in ("friendly", "hostile")}
    hostile, friendly = rows["AID", "hostile"], rows["AID", "friendly"]
    assert (hostile["after_mean"], hostile["before_mean"]) == (1, 0)
    assert (friendly["after_mean"], friendly["before_mean"]) == (0, 1)
    assert rows["any", "hostile"]["windows"] == 6
    assert "followed within 30 days by 1.0 hostile acts of Russia" in found.text
    assert "caus" not in found.text


def test_full_codes_are_kinds_where_they_are_asked_for(hand: Any) -> None:
    acts = hand.acts(
        hand.act("2021-01-05", "KAZ", "RUS", "036"), hand.act("2021-01-06", "KAZ", "RUS", "030")
    )
    found = made(acts, hand.days("2021-01-01", "2021-01-31"), grain=Grain.CODE)
    assert {row["kind"] for row in found.kinds(used=True)} == {"cameo:030", "cameo:036"}


def test_every_act_is_a_use_or_stands_apart(hand: Any) -> None:
    codes = ["010", "020", "036", "042", "054", "070", "0841", "112", "114", "120", "152", "190"]
    acts = hand.acts(
        *(hand.act(f"2021-01-{i + 1:02}", "KAZ", "RUS", code) for i, code in enumerate(codes)),
        hand.act("2021-01-03", "RUS", "KAZ", "036"),
        hand.act("2021-06-03", "KAZ", "RUS", "036"),
    )
    found = made(acts, hand.days("2021-01-01", "2021-01-31"))
    apart = found.meetings + found.not_meant + found.outside
    assert found.acts + apart == len(codes) + 1
    assert sum(found.spread_of(of)["acts"] for of in ("friendly", "hostile")) <= found.acts
    assert found.spread_of("all")["acts"] == found.acts
