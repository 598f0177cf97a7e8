"""A built wheel carries what set-up brought, and refuses to be built without it."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
VENDOR = "hanaper/foundation/interface/static/vendor/govuk"


@pytest.fixture(scope="module")
def uv() -> str:
    ours = sorted((PROJECT / ".tools").glob("uv-*[0-9]"))
    found = str(ours[-1]) if ours else shutil.which("uv")
    if found is None:
        pytest.skip("uv is not here; run `make setup`")
    return found


def build(uv: str, project: Path, out: Path) -> subprocess.CompletedProcess[str]:
    # Offline: set-up has fetched the build back end already, for the editable install.
    command = [uv, "build", "--offline", "--wheel", "--out-dir", str(out), str(project)]
    cache = PROJECT / ".tools" / "cache" / "uv"
    there = dict(os.environ) | ({"UV_CACHE_DIR": str(cache)} if cache.is_dir() else {})
    done = subprocess.run(command, capture_output=True, text=True, env=there)
    if "network" in done.stderr:
        pytest.skip("the build back end is not in uv's cache; run `make setup`")
    return done


def test_a_wheel_carries_the_front_end_assets_the_templates_and_the_sql(uv: str, tmp_path: Path) -> None:
    if not (PROJECT / "src" / VENDOR / "NOTICE.txt").is_file():
        pytest.skip("the front-end assets are not here; run `make setup`")
    done = build(uv, PROJECT, tmp_path)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"{VENDOR}/{name}" for name in ("govuk-frontend.min.css", "govuk-frontend.min.js", "NOTICE.txt")} <= names
    source = PROJECT / "src"
    wanted = {
        str(file.relative_to(source))
        for ending in ("*.html", "*.sql", "*.yaml", "*.css", "*.js", "*.svg", "*.csv")
        for file in source.rglob(ending)
    }
    assert wanted <= names, sorted(wanted - names)


def test_no_font_or_crest_of_gov_uk_is_in_the_assets() -> None:
    style = PROJECT / "src" / VENDOR / "govuk-frontend.min.css"
    if not style.is_file():
        pytest.skip("the front-end assets are not here; run `make setup`")
    text = style.read_text()
    for belonging in ("@font-face", "GDS Transport", "crest", "/assets/", "sourceMappingURL"):
        assert belonging not in text


def test_a_wheel_without_the_assets_is_refused(uv: str, tmp_path: Path) -> None:
    bare = tmp_path / "project"
    (bare / "src" / "hanaper").mkdir(parents=True)
    (bare / "src" / "hanaper" / "__init__.py").write_text('"""Bare."""\n')
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(PROJECT / name, bare)
    done = build(uv, bare, tmp_path)
    assert done.returncode != 0
    assert "make setup" in done.stderr
