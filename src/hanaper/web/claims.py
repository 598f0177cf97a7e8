"""Taking an item for oneself, and letting it go: one address for the documents of every module."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from hanaper.foundation.interface.api import Access, Done, Visit, press
from hanaper.foundation.interface.frame import ALL
from hanaper.foundation.interface.steps import document_url
from hanaper.foundation.processes import api as processes


def _of_any_process(act: Callable[..., None], said: str) -> Any:
    """A press under the duty of the step that is named in the address. A step that is not there is nobody's."""

    def pressed(request: HttpRequest, scope: str = ALL, *, process: str, step: str, pk: int) -> HttpResponseBase:
        def view(visit: Visit, *, pk: int) -> Done:
            found = processes.process(process)
            act(found, step, pk)
            return Done(document_url(process, visit.scope, pk) or visit.url("work/"), said)

        return press(_duty(process, step))(view)(request, scope, pk=pk)

    pressed.access = Access("holders of the duty of the step")  # type: ignore[attr-defined]
    return pressed


def _duty(process: str, step: str) -> str:
    try:
        duty = processes.process(process).step(step).duty
    except LookupError:
        duty = None
    if duty is None:  # no such step, or one that a rule takes
        raise Http404
    return duty


take = _of_any_process(processes.take, "You have taken it. Colleagues see that you work on it.")
release = _of_any_process(processes.release, "You have let it go.")
