"""How Sphinx writes the readers' pages. Run by tools/site.py on a staged copy, never on this folder itself."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from pathlib import Path

import sdvdata
from tools.pages import addresses

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

# The one place that knows the project's public addresses is [project.urls]; without them, no button and no link.
public = addresses.current()
# The theme knows how these hosts name a file's page; for another host it has no button.
on_known_host = re.match(r"https?://(?:[^/]*\.)?(?:github|gitlab|bitbucket)\.[^/]+/", public.repository) is not None

project = "sdvdata"
author = "the sdvdata authors"
copyright = "2026, the sdvdata authors"  # noqa: A001 (Sphinx wants this name)
version = release = sdvdata.__version__
language = "en"

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinxext.opengraph",
    "figure_search",
    "link_cards",
    "notebook_pages",
    "record_pages",
    "small_charts",
]
# On import it prints that cards of its own would want matplotlib. Ours hold a chart and are made by tools/pages/cards.py.
with contextlib.redirect_stdout(io.StringIO()):
    import sphinxext.opengraph  # noqa: F401
exclude_patterns = ["_ext", "generated", "**.ipynb_checkpoints"]
html_static_path = ["_static"]
html_css_files = ["sdvdata.css"]
html_js_files = [("charts.js", {"defer": "defer"}), ("pages.js", {"defer": "defer"})]
html_baseurl = f"{public.site}/" if public.site else ""
ogp_site_url = html_baseurl
ogp_type = "article"
ogp_enable_meta_description = False  # link_cards writes a better one
ogp_social_cards = {"enable": False}
ogp_custom_meta_tags = ['<meta name="twitter:card" content="summary_large_image" />'] if public.site else []
# Summaries are fetched page by page, which no browser does from file://; titles say what a page holds.
html_show_search_summary = False
autodoc_typehints = "none"
napoleon_google_docstring = False
napoleon_use_rtype = False

# The pages show what tools/execute.py ran; nbval proves that it is what the repository stores.
nb_execution_mode = "off"
nb_merge_streams = True
nb_code_prompt_show = "Code"
nb_code_prompt_hide = "Hide the code"
# No `$…$`: any formula would load MathJax from another host.
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3

html_context = {"default_mode": "auto"}
html_theme = "sphinx_book_theme"
html_title = "sdvdata"
html_theme_options = {
    "home_page_in_toc": True,
    "show_toc_level": 2,
    # Sixty programmes in the margin of each of two thousand pages were a third of the site's weight.
    "collapse_navbar": True,
    "use_download_button": True,
    "use_fullscreen_button": False,
    "use_repository_button": on_known_host,
    "use_edit_page_button": on_known_host,
    "repository_url": public.repository if on_known_host else "",
    "repository_branch": "main",
    "path_to_docs": "docs",
    # No place for advertisements of a host.
    "primary_sidebar_end": [],
    # One search field is enough: the sidebar's.
    "navbar_persistent": [],
}
html_show_sphinx = False
html_copy_source = True
html_sourcelink_suffix = ""
