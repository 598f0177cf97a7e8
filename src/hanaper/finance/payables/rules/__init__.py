"""The pure part of payables: values in, values and workings out. No Django, no database, no network, no clock.

Invoices as files
- `document.py` opens a file that a stranger sent, safely.
- `einvoice.py` says what an electronic invoice is; `ubl.py` reads one from UBL 2.1, field by field (`fields.py`);
  `write.py` writes one; `compose.py` works one out from its lines.
- `check.py` says what the published schema and the EN 16931 rules say of a file.

Invoices as claims
- `claims.py` says what is compared: invoice, order, receipts. `pairing.py` finds the order line of an invoice line,
  `tolerances.py` says how far one may exceed the other, `matching.py` compares.
- `allocation.py` shares an invoice over its lines to the penny.
- `duplicates.py` gives the form in which two invoice numbers are the same.
"""
