"""The jobs of returns."""

from __future__ import annotations

from hanaper.foundation.jobs.api import periodic


@periodic("returns.expect", "17 6 * * *")
def returns_expect() -> None:
    expect_everywhere()


def expect_everywhere() -> int:
    """Ask every body that ran another system last month for its returns of that month. Returns how many are asked now.

    What is asked for already stays as it is, so a day that was missed is made up by the next.
    """
    from hanaper.foundation.acts.api import Automation, act, reading
    from hanaper.foundation.tenancy.api import Body
    from hanaper.kernel.periods import FiscalPeriod
    from hanaper.strategy.returns import selectors, services
    from hanaper.strategy.returns.rules.formats import FORMATS

    rule, asked = Automation("returns.expect"), 0
    with reading(rule, "returns.read") as opened:
        month = FiscalPeriod.of_date(opened.today).previous
        bodies = list(Body.objects.filter(pk__in=selectors.connected_on(month.last)).order_by("pk"))
    for body in bodies:
        if body.ended_on is None or opened.today < body.ended_on:
            with act(rule, None, body):
                asked += len(services.returns_expect(kinds=list(FORMATS), months=[month]))
    return asked
