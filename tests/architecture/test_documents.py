"""What the documents say of the tree is true, and what is shipped stays within its bounds."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from comity.fetching.recipe import find_recipe
from comity.sources.catalogue import sources

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "comity"
MOST_WORDS = 500
MOST_BYTES = 6_000_000


def test_the_readme_is_short() -> None:
    prose = re.sub(r"```.*?```", "", (ROOT / "README.md").read_text("utf-8"), flags=re.S)
    assert len(prose.split()) < MOST_WORDS


def test_the_architecture_page_names_each_package_and_nothing_else() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    named = set(re.findall(r"^\| `([a-z_]+)(?:\.py|/)` \|", text, flags=re.M))
    there = {
        path.stem
        for path in PACKAGE.iterdir()
        if not path.name.startswith("__") and (path.is_dir() or path.suffix == ".py")
    }
    assert named == there


def test_links_in_the_documents_lead_somewhere() -> None:
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert not broken


def test_every_embedded_table_has_its_terms_and_stays_small() -> None:
    tables = [path for path in (PACKAGE / "data").iterdir() if path.is_dir()]
    tables = [path for path in tables if path.name != "__pycache__"]
    for table in tables:
        terms = yaml.safe_load((table / "source.yml").read_text("utf-8"))
        for key in ("title", "publisher", "licence", "citation"):
            assert terms.get(key), f"{table.name} has no {key}"
    files = [path for table in tables for path in table.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES


def test_dependencies_are_pinned_with_hashes_and_without_addresses() -> None:
    text = (ROOT / "requirements.txt").read_text("utf-8")
    pins = re.findall(r"^([a-z0-9][a-z0-9._\[\],-]*)==(\S+) \\$", text, flags=re.M)
    names = re.findall(r"^([a-z0-9][a-z0-9._\[\],-]*)[=<>]", text, flags=re.M)
    assert len(pins) == len(names) > 30
    assert "://" not in text
    assert "index-url" not in text


def test_decisions_have_context_choice_and_cost() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert pages
    for page in pages:
        text = page.read_text("utf-8").lower()
        for heading in ("## context", "## choice", "## what it costs"):
            assert heading in text, f"{page.name} lacks {heading!r}"


def test_decisions_are_numbered_without_a_gap() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{n:04}" for n in range(1, len(pages) + 1)]
    for number, page in enumerate(pages, 1):
        assert page.read_text("utf-8").startswith(f"# {number}. "), page.name


def rows_of_the_page_of_sources() -> dict[str, str]:
    """The row of each source, by its name in the first column."""
    text = (ROOT / "docs" / "sources.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z0-9_]+)` \|(.*)$", text, flags=re.M)
    assert len(rows) == len(dict(rows)), "a source has two rows"
    return dict(rows)


def test_every_source_has_a_row_and_every_row_is_a_source() -> None:
    text = (ROOT / "docs" / "sources.md").read_text("utf-8")
    assert "`mirror` reads" in text
    assert set(rows_of_the_page_of_sources()) == set(sources()) - {"mirror"}


def test_the_page_of_sources_says_what_each_fills_and_how_to_get_it() -> None:
    for name, row in rows_of_the_page_of_sources().items():
        source = sources()[name]
        assert f"`{source.description.kind}`" in row, f"{name} fills {source.description.kind}"
        recipe = find_recipe(source)
        by_hand = recipe is not None and all(s.by_hand for s in recipe.sets.values())
        assert ("| by hand |" in row) == by_hand, name
        assert (f"`comity fetch {name}" in row) == (recipe is not None and not by_hand), name
