"""The readers' pages that are made from the data: claims, sources, programmes, dictionary, downloads.

Pure functions from a `record.Record` to HTML; docs/_ext/record_pages.py gives them the theme's frame.
"""
