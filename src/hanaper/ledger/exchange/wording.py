WORDING = {
    "ledger.rates-file-invalid": "Row {row}: found {found}, expected {expected}. No rate was loaded. Correct the file.",
    "ledger.rate-differs": (
        "{currency} has another rate for {day}: {kept}, not {found}. A loaded rate is never changed. "
        "Leave the row out, or load a rate for days that have none."
    ),
    "ledger.no-rate": "No exchange rate for {currency} is loaded for {day}. Load one with `hanaper ledger load-rates`.",
}
