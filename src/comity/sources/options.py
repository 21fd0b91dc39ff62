"""Options of a parser: one that a source does not take is an error, never ignored."""

from __future__ import annotations

from collections.abc import Mapping

from comity.errors import BadValue


def take_no_option(source: str, options: Mapping[str, str]) -> None:
    """Raises BadValue where an option was given to a source that takes none."""
    if options:
        raise BadValue(
            f"{source} takes no option {', '.join(sorted(options))}.", next_step="Leave it out."
        )
