"""How Sphinx writes the readers' pages. Run by tools/site.py on a staged copy, never on this folder itself."""

from __future__ import annotations

import sys
from pathlib import Path

import sdvdata

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "sdvdata"
author = "the sdvdata authors"
copyright = "2026, the sdvdata authors"  # noqa: A001 (Sphinx wants this name)
version = release = sdvdata.__version__
language = "en"

extensions = ["myst_nb", "notebook_pages"]
exclude_patterns = ["_ext", "**.ipynb_checkpoints"]
html_static_path = ["_static"]
html_css_files = ["sdvdata.css"]

# The pages show what tools/execute.py ran; nbval proves that it is what the repository stores.
nb_execution_mode = "off"
nb_merge_streams = True
nb_code_prompt_show = "Code"
nb_code_prompt_hide = "Hide the code"
# No `$…$`: any formula would load MathJax from another host.
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "sphinx_book_theme"
html_title = "sdvdata"
html_theme_options = {
    "home_page_in_toc": True,
    "show_toc_level": 2,
    "use_download_button": True,
    "use_fullscreen_button": False,
    # There is no public address yet, so nothing to link to or to launch from.
    "use_repository_button": False,
    # One search field is enough: the sidebar's.
    "navbar_persistent": [],
}
html_show_sphinx = False
html_copy_source = True
html_sourcelink_suffix = ""
