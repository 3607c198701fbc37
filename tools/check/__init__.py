"""``python -m tools.check``: is the data what the descriptor and the project's rules say?

Findings read ``data/costs.csv:41:7 (currency): what, what was expected, the nearest match``.
Numbers come first: one form, within the descriptor's limits. Types, limits and keys of text are checked by
frictionless against the descriptor, keys into other tables beside it (`schema`); what no library knows (the figure as
printed against its coding, the logic of time, relations, form) by `rules`. What a row may do against a rule, and why, is
data: ``data/exceptions.csv``.
"""

from __future__ import annotations

from pathlib import Path

from tools.check.cell_rules import numbers_have_one_form
from tools.check.files import Finding, read_tables
from tools.check.form import fix_form
from tools.check.rules import apply_rules
from tools.check.schema import FrictionlessMissing, check_schema

__all__ = ["Finding", "FrictionlessMissing", "check_folder", "fix_form"]


def check_folder(folder: Path) -> list[Finding]:
    """Return everything that is wrong with the data in a folder, in file order.

    Raises
    ------
    FrictionlessMissing
        If frictionless is not installed: a check without it would be no check.

    Examples
    --------
    >>> from sdvdata.tables import data_folder
    >>> check_folder(data_folder())
    []
    """
    tables, findings, package = read_tables(folder)
    broken = {finding.path for finding in findings}
    if package is not None:
        malformed = list(numbers_have_one_form(tables))
        findings += check_schema(folder, package, tables, broken) + malformed
        broken |= {finding.path for finding in findings if finding.path.endswith(".json")}
        if not broken and not malformed:  # what is no number is not handed to a rule that reads it as one
            try:
                findings += apply_rules(folder, tables)
            except KeyError as name:  # a descriptor without a table that the rules are about
                findings.append(
                    Finding(f"{folder.name}/datapackage.json", 1, 1, "resources", f"{name} is not described")
                )
    return sorted(set(findings))
