"""The four pledges that the table tells of, by the names that the source `atop` gives them."""

from __future__ import annotations

PLEDGES = {
    "defence": ("alliance_defence", "Active military support if the other is attacked"),
    "neutrality": ("alliance_neutrality", "Not to help the other's adversary"),
    "nonaggression": ("alliance_nonaggression", "Not to use force against the other"),
    "consultation": ("alliance_consultation", "To consult in a crisis"),
}
UNIT = "1: owed by treaty"
