"""Refuse a dependency whose licence does not go with MIT.

Reads what is installed, and package-lock.json for the assets. A licence is accepted when one of its alternatives is in
ACCEPTED. A package whose metadata say nothing useful is decided once in DECIDED, with where that was read.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# Permissive, or weak copyleft that stays with its own files or library (MPL, LGPL): used unchanged, never bundled.
ACCEPTED = re.compile(
    r"MIT|MIT-0|0BSD|BSD|BSD-[23]-Clause|Apache|Apache-2\.0|Apache Software|ISC|ISCL|PSF|PSF-2\.0|Python Software "
    r"Foundation|Unlicense|CC0-1\.0|Public Domain|MPL-2\.0|Mozilla Public License 2\.0|LGPL-3\.0-only|"
    r"LGPL-2\.1-or-later|GNU Lesser General Public License v2 or later|Artistic|PostgreSQL|Zlib"
)
REFUSED = re.compile(r"\bA?GPL\b|GNU (Affero )?General Public License|Proprietary")

DECIDED = {
    "docutils": "public domain and BSD (its COPYING), GPL for an Emacs mode that is not installed; development only",
    "qrcode": "BSD (its LICENSE), with the MIT notice of the port that it began as",
    "saxonche": "MPL-2.0 (SaxonC-HE's own notice, saxonica.com/saxon-c/conditions)",
    "text-unidecode": "Artistic License, one of the two that it offers; development only",
}


def main() -> None:
    problems = [*of_python(), *of_npm()]
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    if problems:
        sys.stderr.write("Take the package out, or decide on it in .ci/licences.py and say where you read it.\n")
        sys.exit(1)


def of_python() -> list[str]:
    """Packages of the virtual environment, development ones too, whose licence is not accepted."""
    command = [Path(sys.executable).with_name("pip-licenses"), "--format=json", "--from=mixed"]
    listed = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return [
        f"{package['Name']} {package['Version']}: licence {package['License']!r} is not accepted"
        for package in listed
        if package["Name"].lower() not in DECIDED | {"hanaper": ""} and not accepted(package["License"])
    ]


def of_npm() -> list[str]:
    """Packages of the lock file whose licence is not accepted."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return [
        f"{name}: licence {package.get('license')!r} is not accepted"
        for name, package in packages.items()
        if name and not accepted(package.get("license", ""))
    ]


def accepted(licence: str) -> bool:
    """Whether one alternative of a licence expression is accepted; all parts of an AND must be.

    Classifiers are joined by semicolons and do not say whether they are alternatives: then none may be refused.
    """
    if ";" in licence:
        parts = [part.strip() for part in licence.split(";")]
        return not any(REFUSED.search(part) for part in parts) and any(simple(part) for part in parts)
    return any(all(simple(part) for part in choice.split(" AND ")) for choice in licence.split(" OR "))


def simple(licence: str) -> bool:
    name = re.sub(r"\s*\([^)]*\)$|\s+License$|^The ", "", licence.strip())
    return any(ACCEPTED.fullmatch(each) for each in (name, name.removesuffix(" License"), licence.strip("() ")))


if __name__ == "__main__":
    main()
