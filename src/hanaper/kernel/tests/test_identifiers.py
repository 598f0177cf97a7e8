"""Identifiers as they arrive, and the one form in which they are kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hanaper.kernel import identifiers
from hanaper.kernel.errors import WrongIdentifier
from hanaper.kernel.tests.table import rows

KEPT = """
scheme          as it arrives                 as it is kept
company_number  00445790                      00445790
company_number  445790                        00445790
company_number  ni12345                       NI012345
company_number  SC 123456                     SC123456
company_number  CE012345                      CE012345
company_number  R0000123                      R0000123
ppon            PMVV-1234-ABCD                PMVV-1234-ABCD
ppon            gb-ppon-pmvv-1234-abcd        PMVV-1234-ABCD
vat_number      GB 980 7806 84                GB980780684
vat_number      gd001                         GBGD001
vat_number      HA501                         GBHA501
iban            GB82 WEST 1234 5698 7654 32   GB82WEST12345698765432
iban            de89 3704 0044 0532 0130 00   DE89370400440532013000
bic             nwbkgb2l                      NWBKGB2L
bic             NWBK GB 2L XXX                NWBKGB2LXXX
sort_code       12-34-56                      123456
sort_code       089999                        089999
"""

REFUSED = """
scheme          as it arrives             why
company_number  RT9                       not a prefix of the register: an NHS code
company_number  123456789                 nine digits
company_number  SC1234567                 seven digits after letters
company_number  ""                        empty
ppon            PMVV1234ABCD              no hyphens
vat_number      GB980780685               wrong check digit
vat_number      GD500                     departments end at 499
vat_number      HA499                     health bodies begin at 500
iban            GB82WEST12345698765433    wrong check digits
iban            GB82WEST123456987654      too short
bic             NWBK1B2L                  a digit in the country
sort_code       12-34-5                   five digits
sort_code       ١٢٣٤٥٦                    not ASCII digits
"""

ACCOUNTS = """
sort code  account      kept as           bank's rule
12-34-56   12345678     123456 12345678   as it is
12-34-56   1234567      123456 01234567   seven digits take a nought
12-34-56   123456       123456 00123456   six digits take two
09-01-28   512345678    090125 12345678   nine: the first goes to the sort code
08-99-99   1234567890   089999 12345678   ten, Co-operative: the first eight
60-00-01   1234567890   600001 34567890   ten, others: the last eight
"""


def _normaliser(scheme: str) -> Callable[[str], str]:
    found: Callable[[str], str] = getattr(identifiers, f"normalise_{scheme}")
    return found


@pytest.mark.parametrize(("scheme", "arrives", "kept"), rows(KEPT))
def test_an_identifier_is_kept_in_one_form(scheme: str, arrives: str, kept: str) -> None:
    assert _normaliser(scheme)(arrives) == kept
    assert _normaliser(scheme)(kept) == kept


@pytest.mark.parametrize(("scheme", "arrives", "why"), rows(REFUSED))
def test_an_identifier_of_the_wrong_form_is_refused(scheme: str, arrives: str, why: str) -> None:
    with pytest.raises(WrongIdentifier):
        _normaliser(scheme)(arrives)


@pytest.mark.parametrize(("sort_code", "account", "kept", "rule"), rows(ACCOUNTS))
def test_an_account_is_brought_to_six_and_eight_digits(sort_code: str, account: str, kept: str, rule: str) -> None:
    found = identifiers.normalise_account(sort_code, account)
    assert f"{found.sort_code} {found.account_number}" == kept


@pytest.mark.parametrize("account", ["12345", "12345678901", "1234567A", ""])
def test_an_account_number_of_no_bank_is_refused_without_being_repeated(account: str) -> None:
    with pytest.raises(WrongIdentifier) as refusal:
        identifiers.normalise_account("123456", account)
    assert account not in str(refusal.value.values["found"]) or not account


def test_a_wrong_iban_is_not_repeated_in_full() -> None:
    with pytest.raises(WrongIdentifier) as refusal:
        identifiers.normalise_iban("GB82WEST12345698765433")
    assert refusal.value.values["found"] == "••••5433"
