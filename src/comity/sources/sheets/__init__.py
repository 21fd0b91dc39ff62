"""Tables of figures keyed by numbers of states and years, as several projects publish them.

Shared by structural sources: strict reading of a published sheet into typed columns, numbers of
states translated year by year, consecutive years merged into spells.
"""

from comity.sources.sheets.layout import Column, Layout, Sheet
from comity.sources.sheets.reading import first_header, read_sheet
from comity.sources.sheets.tidied import read_tidied

__all__ = ["Column", "Layout", "Sheet", "first_header", "read_sheet", "read_tidied"]
