"""The front door of processes."""

from hanaper.foundation.processes.advance import Batch, Outcome, advance, advance_one, create
from hanaper.foundation.processes.automation import automation_has_more, automation_run, automation_waiting, on_wake
from hanaper.foundation.processes.claims import claims, release, take
from hanaper.foundation.processes.effort import counted_once
from hanaper.foundation.processes.errors import StepRefused, Taken
from hanaper.foundation.processes.links import link, linked
from hanaper.foundation.processes.models import Document, Evidence, Link
from hanaper.foundation.processes.own_work import own_work
from hanaper.foundation.processes.process import Process, Standard, Step, process, processes

__all__ = [
    "Batch",
    "Document",
    "Evidence",
    "Link",
    "Outcome",
    "Process",
    "Standard",
    "Step",
    "StepRefused",
    "Taken",
    "advance",
    "advance_one",
    "automation_has_more",
    "automation_run",
    "automation_waiting",
    "claims",
    "counted_once",
    "create",
    "link",
    "linked",
    "on_wake",
    "own_work",
    "process",
    "processes",
    "release",
    "take",
]
