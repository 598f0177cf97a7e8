"""The month, day by day, through the services that people use; what rules do, the worker does.

Each deed is one act, done once: its row of progress is written in the same transaction. So whatever is killed, worker,
PostgreSQL or this process, the same command goes on where it stopped.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from itertools import groupby

from hanaper.commercial.orders.api import Order
from hanaper.demo.doing import DOERS, Month
from hanaper.demo.einvoices import Checkers, File, Verdicts, file_of
from hanaper.demo.errors import NotIdle
from hanaper.demo.plan.documents import Deed
from hanaper.demo.plan.working import PHASES, RULES_AFTER
from hanaper.demo.waiting import wait_for_rules
from hanaper.foundation.acts.api import Automation, act, reading
from hanaper.foundation.database.refusals import Busy
from hanaper.foundation.jobs.api import wait_until_idle

log = logging.getLogger(__name__)

#: What receives the files that come by the network, and what reads for the demonstration itself.
NETWORK = Automation("invoice.receive")
READER = Automation("demo.reading")
POST = PHASES["post"][0]
#: How long rules may take over what one phase brought.
IDLE_SECONDS = 120.0
#: Days of post that are checked ahead.
AHEAD = 2
#: A lock that somebody holds is asked for again, so many times.
TRIES = 5

Said = Callable[[Deed], None]


class Runner:
    """Does what is not done yet. tick: called while waiting for rules. said: called after every deed."""

    def __init__(self, month: Month, checkers: Checkers, *, tick: Callable[[], None], said: Said) -> None:
        self.month, self.checkers, self.tick, self.said = month, checkers, tick, said
        self.left = [deed for deed in month.plan.deeds if deed.key not in month.kept]
        self._posts = {
            day: list(deeds)
            for day, deeds in groupby((d for d in self.left if d.phase == POST), key=lambda deed: deed.day)
        }
        self._coming: dict[int, Verdicts] = {}
        # What was done before a crash may still wait for a rule.
        self._rules_wait = True

    def run(self) -> None:
        """Everything up to the month's end. Raises NotIdle, WorkRefused, and what a service raises."""
        for (day, phase), deeds in groupby(self.left, key=lambda deed: (deed.day, deed.phase)):
            if self._rules_wait:
                self.let_rules_work()
            if phase == POST:
                self._open_post(day)
            for deed in deeds:
                self._do(deed)
                self._rules_wait = self._rules_wait or deed.what in RULES_AFTER
            self._look_ahead()
        self.let_rules_work(sealed=True)

    def let_rules_work(self, *, sealed: bool = False) -> None:
        """Wait until rules have done their part; `sealed`: and everything is sealed. Raises NotIdle."""
        left = wait_for_rules(IDLE_SECONDS, tick=self.tick)
        if not left and sealed and not wait_until_idle(IDLE_SECONDS, every=self.tick):
            left = [("seal", 0)]
        if left:
            named = ", ".join(f"{process} of body {body}" if body else process for process, body in left[:5])
            raise NotIdle(seconds=int(IDLE_SECONDS), left=named)
        self._rules_wait = False

    def _do(self, deed: Deed) -> None:
        """One deed in one act, with the row that says that it is done."""
        month = self.month
        actor = month.world.actors[deed.who] if deed.who else NETWORK
        at = month.plan.days.instant(deed.day, deed.minute)
        for attempt in range(1, TRIES + 1):
            try:
                with act(actor, deed.duty, month.world.bodies[deed.body], at=at, worked_seconds=deed.seen_seconds):
                    made = {"ids": DOERS[deed.what](month, deed)}
                    month.kept.note(deed.key, made)
                break
            except Busy:
                if attempt == TRIES:
                    raise
                log.info("a lock was held", extra={"deed": deed.what, "attempt": attempt})
        month.kept.settle(deed.key, made)
        self.said(deed)

    def _open_post(self, day: int) -> None:
        """The files of a day, with what the rules say of them."""
        verdicts = self._coming.pop(day, None) or self.checkers.ask(self._files(day))
        self.month.files = dict(verdicts.files)
        self.month.reports = verdicts.reports()

    def _look_ahead(self) -> None:
        """Have the next post checked in good time: its orders were placed days before it comes."""
        for day in sorted(self._posts):
            if day in self._coming or self._posts[day][0].key in self.month.kept:
                continue
            if len(self._coming) < AHEAD and all(self._is_placed(ref) for ref in self._refs(day)):
                self._coming[day] = self.checkers.ask(self._files(day))
            return

    def _refs(self, day: int) -> list[str]:
        return [ref for deed in self._posts[day] for ref in deed.items]

    def _is_placed(self, ref: str) -> bool:
        invoice = self.month.plan.invoices[ref]
        return not invoice.named or self.month.kept.find(invoice.order) is not None

    def _files(self, day: int) -> list[File]:
        """The day's invoices as files, with the numbers that their orders were given."""
        plan = self.month.plan
        invoices = [plan.invoices[ref] for ref in self._refs(day)]
        numbers = self.order_numbers([invoice.order for invoice in invoices if invoice.named])
        return [
            file_of(
                invoice,
                order=plan.orders[invoice.order],
                order_number=numbers.get(invoice.order, ""),
                supplier=plan.suppliers[invoice.supplier],
                body_name=self.month.world.bodies[invoice.body].name,
                days=plan.days,
            )
            for invoice in invoices
        ]

    def order_numbers(self, refs: Sequence[str]) -> dict[str, str]:
        """The numbers under which orders were placed, by the plan's refs."""
        known, kept = self.month.order_numbers, self.month.kept
        wanted = {kept.id(ref): ref for ref in refs if ref not in known}
        if wanted:
            with reading(READER, "order.read"):
                found = Order.objects.filter(pk__in=list(wanted)).values_list("pk", "number")
                known.update({wanted[pk]: number for pk, number in found})
        return known
