"""Who may enter where without a visa (Passport Index, tidied by Ilya Ilyankou)."""

from comity.sources.passport_index.source import SOURCE, PassportIndex

__all__ = ["SOURCE", "PassportIndex"]
