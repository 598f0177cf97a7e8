"""`hanaper invoice`: what needs no database stands with the module; what needs one is added here."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from hanaper.cli import ground, output
from hanaper.finance.payables.commands import app, check_files

FILES_PER_ACT = 500


@app.command("receive")
def receive(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="UBL 2.1 invoice files."),
    ],
    body: Annotated[str, typer.Option("--body", metavar="CODE", help="The body that the invoices are for.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print a list of objects, one for each file.")] = False,
) -> None:
    """Receive invoice files for a body, as they arrive from the network.

    Each file is checked, kept, and becomes an invoice; one that breaks the rules, or was received before, is rejected
    with the reason. Ends with 1 when any was rejected.

    Example:

      hanaper invoice receive --body alpha incoming/*.xml
    """
    reports = check_files(files)
    found: list[dict[str, Any]] = []
    with ground.database():
        from hanaper.finance.payables.api import ReceivedFile, invoices_receive
        from hanaper.foundation.acts.api import Automation, act
        from hanaper.foundation.tenancy.api import Body, BodyNotThere
        from hanaper.kernel.digest import digest_bytes

        wanted = Body.objects.filter(code=body).first()
        if wanted is None:
            raise BodyNotThere()
        for first in range(0, len(files), FILES_PER_ACT):
            paths = files[first : first + FILES_PER_ACT]
            received = [ReceivedFile(path.name, path.read_bytes()) for path in paths]
            known = {
                digest_bytes(each.content): report
                for each, report in zip(received, reports[first : first + FILES_PER_ACT], strict=True)
            }
            with act(Automation("invoice.receive"), None, wanted):
                arrivals = invoices_receive(files=received, reports=known)
            found += [
                {"file": str(path), "invoice": each.invoice_id, "code": each.code, "duplicate_of": each.duplicate_of}
                for path, each in zip(paths, arrivals, strict=True)
            ]
    if as_json:
        output.data(found)
    else:
        for each in found:
            output.line(f"{each['file']}: {each['code'] or 'received'}")
    counts = Counter(each["code"] or "received" for each in found)
    output.talk(", ".join(f"{count:,} {code}" for code, count in sorted(counts.items())))
    if set(counts) - {"received"}:
        raise typer.Exit(1)
