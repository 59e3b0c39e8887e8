"""How the documentation is built."""

import re
import sys
from pathlib import Path

from sphinx.application import Sphinx

import battcore

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
import cards  # noqa: E402 (stands beside this file)
import dispatch_pictures  # noqa: E402
import distances  # noqa: E402
import pictures  # noqa: E402

HOUSE = (HERE.parent / "rust/core/src/lib.rs").read_text(encoding="utf-8")
ROOMS = re.findall(r"^pub mod (\w+);", HOUSE, re.MULTILINE)
WRITTEN = {page.stem for page in (HERE / "rooms").glob("*.md")} - {"index"}


def place(page: str) -> tuple[int, str]:
    """Pages of a room after each other in the order of the rooms, what stands beside them last."""
    room = page.partition("-")[0]
    return ROOMS.index(room) if room in ROOMS else len(ROOMS), page


PAGES = sorted(WRITTEN, key=place)

project = "battcore"
author = "The battcore developers"
copyright = "2026, The battcore developers"  # noqa: A001
version = release = battcore.__version__

extensions = [
    "myst_parser",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.mathjax",
    "sphinx_copybutton",
]
exclude_patterns = ["_build", "generated/blast.md", "validation/*"]
templates_path = ["_templates"]
default_role = "code"

myst_enable_extensions = ["amsmath", "colon_fence", "deflist", "dollarmath", "substitution"]
myst_substitutions = {"rooms": "\n".join(["```{toctree}", ":maxdepth: 1", "", *PAGES, "```"])}
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # numpydoc sections tell types together with shapes and units
numpydoc_show_class_members = False  # they stand on the page of their module
numpydoc_class_members_toctree = False

copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

html_theme = "pydata_sphinx_theme"
html_title = f"battcore {release}"
html_theme_options = {
    "navbar_align": "left",
    "secondary_sidebar_items": ["page-toc"],
    "show_prev_next": True,
}
html_sidebars = {
    "changelog": [],
    "gallery": [],
    "benchmarks": [],
    "validation": [],
    "conventions": [],
    "contributing": [],
}


def setup(app: Sphinx) -> None:
    """Make what is not written before pages are read."""
    app.connect("builder-inited", make_pages)


def make_pages(_app: Sphinx) -> None:
    cards.write_pages(HERE / "generated/cards")
    distances.write_table(HERE / "generated/blast.md")
    pictures.draw_all(HERE / "generated/pictures")
    dispatch_pictures.draw_all(HERE / "generated/pictures")
    pictures.run_examples(HERE.parent / "examples", HERE / "generated/examples")
