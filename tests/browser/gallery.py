"""Serves one page of each kind, under the site's content security policy, to a browser on this machine.

python -m tests.browser.gallery 8123      to look at them by hand
"""

from __future__ import annotations

import mimetypes
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from hanaper.foundation import interface
from hanaper.foundation.interface.rendering import html
from hanaper.foundation.interface.tests.samples import FRAME, samples

STATIC = Path(interface.__file__).parent / "static"
POLICY = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """`/<name of a sample>/` and `/static/...`."""
    path = environ["PATH_INFO"]
    headers = [("Content-Security-Policy", POLICY)]
    if path.startswith("/static/"):
        file = (STATIC / path.removeprefix("/static/")).resolve()
        if file.is_relative_to(STATIC) and file.is_file():
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            start_response("200 OK", [*headers, ("Content-Type", kind)])
            return [file.read_bytes()]
    elif make := samples().get(path.strip("/")):
        start_response("200 OK", [*headers, ("Content-Type", "text/html; charset=utf-8")])
        return [html(make(dict(parse_qsl(environ.get("QUERY_STRING", "")))), FRAME).encode()]
    start_response("404 Not Found", [*headers, ("Content-Type", "text/plain")])
    return [b"There is no such sample."]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def serving(port: int = 0) -> Iterator[str]:
    """The gallery's address, while it is served from a thread."""
    server: WSGIServer = make_server("127.0.0.1", port, application, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


if __name__ == "__main__":
    import django

    django.setup()
    with make_server("127.0.0.1", int(sys.argv[1]), application) as by_hand:
        by_hand.serve_forever()
