"""What can be wrong with payments."""

from __future__ import annotations

from hanaper.kernel.errors import Refused


class BulkDiffers(Refused):
    """The payees of a bulk instruction do not come to its count and amount. Values: `expected`, `found`."""

    code = "ledger.bulk-differs"
