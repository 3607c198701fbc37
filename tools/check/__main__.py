"""The command ``python -m tools.check [--fix]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sdvdata.errors import SdvdataError
from sdvdata.tables import data_folder
from tools.check import FrictionlessMissing, check_folder, fix_form


def main(arguments: list[str] | None = None) -> int:
    """Check the data folder; return 0 if nothing was found, 1 if something was, 2 if not run."""
    parser = argparse.ArgumentParser(prog="python -m tools.check", description="Check the data of sdvdata.")
    parser.add_argument("--fix", action="store_true", help="first rewrite the form of the files, never a value")
    parser.add_argument("--data", type=Path, help="folder to check (default: the package's)")
    options = parser.parse_args(arguments)
    try:
        folder = options.data or data_folder()
        if options.fix:
            for path in fix_form(folder):
                print(f"rewrote {path}")
        findings = check_folder(folder)
    except (FrictionlessMissing, SdvdataError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    for finding in findings:
        print(finding)
    print(f"{len(findings)} finding(s) in {folder.name}/" if findings else "data: nothing found")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
