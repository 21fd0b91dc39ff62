"""The files of a brief: do they open anywhere, alone, and do they say what they show?"""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest
from simulated_alignment import simulated_alignment

from comity.briefs.brief import write_brief
from comity.briefs.evidence import gather
from comity.briefs.render import to_html, to_pdf
from comity.briefs.section import sections
from comity.registry import regions, states
from comity.store.query import reading
from comity.workbench.bench import Workbench
from comity.workbench.brief import BriefFiles, BriefRequest, BriefResult, brief

LARGEST = 800_000
VOID = {"meta", "link", "br", "img", "hr", "input", "col", "path", "rect", "circle", "use"}
FETCHING = ("src", "srcset", "poster", "data", "action", "formaction", "background")


class _Page(HTMLParser):
    """A page read tag by tag: what is open, what it links to, and what it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if "id" in given:
            self.ids.append(given["id"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def _read(html: str) -> _Page:
    page = _Page()
    page.feed(html)
    page.close()
    return page


@pytest.fixture(scope="module")
def kazakhstan(default_lake_home: Path) -> BriefFiles:
    """With every section there is; its alignment is SIMULATED, which takes no time."""
    region = regions().find("eurasia")
    evidence = gather(
        reading(default_lake_home),
        states().find("KAZ"),
        region,
        alignment=simulated_alignment(region),
    )
    made = write_brief(evidence, sections())
    return BriefFiles(
        code=made.code,
        name=made.state,
        headline=made.headline.sentences,
        html=to_html(made),
        pdf=to_pdf(made),
        json_text=made.as_json(),
    )


@pytest.fixture(scope="module")
def north_america(default_lake_home: Path) -> BriefResult:
    request = BriefRequest(region="north-america", pdf=False, alignment=False)
    return brief(Workbench(default_lake_home), request)


@pytest.fixture(scope="module")
def pdf(kazakhstan: BriefFiles) -> pypdf.PdfReader:
    assert kazakhstan.pdf is not None
    return pypdf.PdfReader(io.BytesIO(kazakhstan.pdf))


def test_the_page_is_one_file_that_fetches_nothing(kazakhstan: BriefFiles) -> None:
    page = _read(kazakhstan.html)
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "link", "iframe", "object", "embed", "img", "base"}
    for tag, given in page.tags:
        assert not set(given) & set(FETCHING), (tag, given)
        for name in ("href", "xlink:href"):
            assert given.get(name, "#").startswith("#"), (tag, given)
    style = re.search(r"<style>(.*?)</style>", kazakhstan.html, re.S)
    assert style
    assert "url(" not in style.group(1)
    assert "@import" not in style.group(1)


def test_the_style_reaches_the_page_as_it_was_written(kazakhstan: BriefFiles) -> None:
    assert '"Source Sans Pro"' in kazakhstan.html
    assert "&#34;Source Sans" not in kazakhstan.html


def test_every_tag_is_closed_in_its_place_and_no_id_stands_twice(kazakhstan: BriefFiles) -> None:
    page = _read(kazakhstan.html)
    assert page.open == []
    assert page.wrong == []
    assert len(page.ids) == len(set(page.ids))


def test_every_entry_of_the_contents_leads_to_a_section(kazakhstan: BriefFiles) -> None:
    page = _read(kazakhstan.html)
    targets = [given["href"][1:] for tag, given in page.tags if tag == "a" and "href" in given]
    assert targets
    assert set(targets) <= set(page.ids)


def test_a_page_has_one_main_heading_and_a_language(kazakhstan: BriefFiles) -> None:
    page = _read(kazakhstan.html)
    assert [tag for tag, _ in page.tags].count("h1") == 1
    assert ("html", {"lang": "en"}) in page.tags


def test_every_picture_has_words_for_those_who_cannot_see_it(kazakhstan: BriefFiles) -> None:
    pictures = re.findall(r'<div class="picture[^>]*aria-label="([^"]+)"><svg(.*?)</svg>',
                          kazakhstan.html, re.S)  # fmt: skip
    assert len(pictures) >= 10
    for label, svg in pictures:
        assert len(label) > 20
        assert "<title" in svg


def test_each_chart_is_laid_out_for_a_page_and_for_a_phone(kazakhstan: BriefFiles) -> None:
    html = kazakhstan.html
    assert html.count('class="picture wide has-narrow"') == html.count('class="picture narrow"') > 0


def test_a_cell_of_a_table_names_its_column_for_the_phone(kazakhstan: BriefFiles) -> None:
    page = _read(kazakhstan.html)
    cells = [given for tag, given in page.tags if tag == "td"]
    assert cells
    assert all(given.get("data-label") for given in cells)


def test_the_page_is_small_enough_to_send(kazakhstan: BriefFiles) -> None:
    assert len(kazakhstan.html.encode()) <= LARGEST


def test_the_pdf_has_pages_with_the_headline_on_the_first(
    kazakhstan: BriefFiles, pdf: pypdf.PdfReader
) -> None:
    assert 3 <= len(pdf.pages) <= 11
    first = " ".join(pdf.pages[0].extract_text().split())
    assert "Kazakhstan" in first
    assert " ".join(kazakhstan.headline[0].split()[:6]) in first
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Kazakhstan: country brief"


def test_every_page_of_the_pdf_is_a4_and_carries_text(pdf: pypdf.PdfReader) -> None:
    for page in pdf.pages:
        assert round(float(page.mediabox.width)) == 595
        assert round(float(page.mediabox.height)) == 842
        assert len(page.extract_text()) > 100


def test_the_fonts_of_the_pdf_are_inside_it(pdf: pypdf.PdfReader) -> None:
    names = set()
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            inner = font.get_object()
            inner = inner["/DescendantFonts"][0].get_object() if "/DescendantFonts" in inner \
                else inner  # fmt: skip
            descriptor = inner["/FontDescriptor"]
            names.add(str(inner["/BaseFont"]))
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
    assert any("SourceSans" in name for name in names)


def test_no_section_of_the_pdf_begins_at_the_foot_of_a_page(
    kazakhstan: BriefFiles, pdf: pypdf.PdfReader
) -> None:
    titles = re.findall(r"<h2>(.*?)</h2>", kazakhstan.html)
    for page in pdf.pages:
        lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
        body = [line for line in lines if "country brief · lake version" not in line]
        assert body[-1] not in titles


def test_each_state_on_the_index_map_is_a_link_for_hand_and_keyboard(
    north_america: BriefResult,
) -> None:
    assert north_america.index is not None
    page = _read(north_america.index)
    codes = {made.code for made in north_america.briefs}
    hrefs = [given.get("href", "") for tag, given in page.tags if tag == "a"]
    for code in codes:
        # In the wide map, in the narrow one, and in the list; never taken out of the tab order.
        assert hrefs.count(f"{code}/brief.html") == 3
    assert not any(given.get("tabindex") == "-1" for _, given in page.tags)
    assert page.open == []
    assert page.wrong == []


def test_the_index_map_is_about_all_partners_and_says_its_day(north_america: BriefResult) -> None:
    """No pole is chosen: a map of closeness to one of them would take its side."""
    index = north_america.index
    assert index is not None
    assert index.count("Balance of friendly and hostile acts with all partners") >= 2
    assert re.search(r"Disputed areas as on \d{1,2} [A-Z][a-z]+ \d{4}\.", index)
    assert "Each of the three is a pole for the two others." in index


def test_what_all_headlines_share_stands_once_on_the_index(north_america: BriefResult) -> None:
    assert north_america.index is not None
    assert north_america.index.count("days covered between") == 1
