"""What can be wrong with pay. Values carry ids, codes and dates, never a name, number or account of a person."""

from __future__ import annotations

from hanaper.kernel.errors import Invalid, NotThere, Refused


class UnknownElement(Invalid):
    """No element has this code or number. Values: `found`."""

    code = "pay.unknown-element"


class PayDayWrong(Invalid):
    """A day of payment on which banks do not work. Values: `found`, `before` (the working day before it)."""

    code = "pay.pay-day-wrong"


class PayDayUnreachable(Refused):
    """The file could no longer reach the bank in time. Values: `pay_on`, `last`, `found`."""

    code = "pay.pay-day-unreachable"


class RunExists(Refused):
    """A main run of this scheme, frequency and period is there already. Values: `number`."""

    code = "pay.run-exists"


class EarnedMissing(Invalid):
    """It is not known which days a run pays for. Values: `frequency`."""

    code = "pay.earned-missing"


class SchemeNotThere(NotThere):
    """No PAYE scheme of this code in the body. Values: `found`."""

    code = "pay.scheme-not-there"


class ChecksOpen(Refused):
    """Something in the run is not accepted yet. Values: `count`."""

    code = "pay.checks-open"


class NothingToPay(Refused):
    """A run in which nobody is paid."""

    code = "pay.nothing-to-pay"


class TotalsDiffer(Refused):
    """Control totals that should be equal are not: nothing is committed. Values: `what`, `expected`, `found`."""

    code = "pay.totals-differ"


class NotStaged(Refused):
    """The run's payslips are not all there: it is calculated again first. Values: `expected`, `found`."""

    code = "pay.not-staged"


class PayeeMissing(Refused):
    """A scheme without somebody to pay over to. Values: `kind`."""

    code = "pay.payee-missing"


class WrongPayFile(Invalid):
    """A file of pay that cannot be read. Values: `found`, `expected`, `line`."""

    code = "pay.wrong-file"


class WrongDebt(Invalid):
    """A debt or a plan that cannot be. Values: `found`, `expected`."""

    code = "pay.wrong-debt"


class WrongNotices(Invalid):
    """A file of notices of which nothing is taken. Values: `count`, and of the first wrong row `line`, `found` and
    `expected`; `wrong`: every one."""

    code = "pay.wrong-notices"


class OwnPay(Refused):
    """Somebody changing their own pay."""

    code = "pay.own-pay"


class WrongTaxCode(Invalid):
    """A text that is no tax code. Values: `found`, `expected`."""

    code = "pay.wrong-tax-code"


class WrongTaxPeriod(Invalid):
    """A tax week or month that no tax year has. Values: `found`, `expected`."""

    code = "pay.wrong-tax-period"


class WrongLetter(Invalid):
    """A National Insurance letter that means nothing on the day of payment. Values: `found`, `expected`."""

    code = "pay.wrong-ni-letter"


class WrongPlan(Invalid):
    """A loan plan that takes nothing from pay on the day of payment. Values: `found`, `expected`."""

    code = "pay.wrong-loan-plan"


class WrongPensionScheme(Invalid):
    """A pension scheme that is not known. Values: `found`, `expected`."""

    code = "pay.wrong-pension-scheme"


class SchemeClosed(Invalid):
    """A closed pension scheme for pay that it may not take. Values: `found`, `closed_on`."""

    code = "pay.scheme-closed"


class WrongOrder(Invalid):
    """An order that cannot be taken from this person's pay, or whose kind is not known. Values: `found`, `expected`."""

    code = "pay.wrong-order"


class YearEndExists(Refused):
    """The year end of this scheme is open or done already. Values: `scheme`, `year`."""

    code = "pay.year-end-exists"


class YearOpen(Refused):
    """A tax year that is not over: the next run puts its totals right. Values: `year`, `end`."""

    code = "pay.year-open"


class NothingCorrected(Refused):
    """A correction that says what was told already. Values: `year`."""

    code = "pay.nothing-corrected"


class WrongTotals(Invalid):
    """Totals of a year that cannot be told. Values: `found`, `expected`."""

    code = "pay.wrong-totals"


class YearUnknown(Invalid):
    """A tax year whose messages to HMRC are not known. Values: `found`, `expected`."""

    code = "pay.year-unknown"


class NotReportable(Invalid):
    """Somebody who cannot be reported as they are recorded. Values: `payroll_id`, `field`, `rule`."""

    code = "pay.not-reportable"
