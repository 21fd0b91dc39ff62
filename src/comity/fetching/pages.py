"""Answers that come in pages: how many there are (World Bank API, version 2)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from comity.errors import BadInput, BadValue

MOST_PAGES = 1000


def page_count(path: Path, title: str) -> int:
    """The number of pages that the first page tells of.

    Raises BadValue with the publisher's own words where it refuses the request (an indicator that
    it does not know), BadInput for an answer that is no page.
    """
    try:
        content: Any = json.loads(path.read_text("utf-8-sig"))
    except ValueError as error:
        raise BadInput(
            f"{path.name} is no JSON ({error}).", next_step="Fetch it again later."
        ) from error
    head = content[0] if isinstance(content, list) and content else {}
    head = head if isinstance(head, dict) else {}
    if "message" in head:
        said = "; ".join(
            str(part.get("value", part)) for part in head["message"] if isinstance(part, dict)
        )
        raise BadValue(f"{title} refuses the request: {said}", next_step="Check the options.")
    pages = head.get("pages")
    if not isinstance(pages, int) or not 0 <= pages <= MOST_PAGES:
        raise BadInput(
            f"{path.name} does not tell how many pages there are.",
            next_step="Fetch it again later.",
        )
    return pages
