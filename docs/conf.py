"""Sphinx: plain Markdown, four modes, and two pages that are made from tests and from the command line's own help.

Build with `sphinx-build -W -n -b html docs docs/_build/html`.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import commands  # noqa: E402 needs the path above
import promises  # noqa: E402

project = "Hanaper"
author = "Hanaper contributors"
copyright = "Hanaper contributors"  # noqa: A001 the name that Sphinx reads

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "images"]
language = "en"
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "Hanaper"
html_copy_source = False
html_show_sphinx = False

promises.write(HERE / "reference" / "promises.md", promises.page(HERE.parent))
promises.write(HERE / "reference" / "commands.md", commands.page())
