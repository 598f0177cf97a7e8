"""Ideas that need no database and no clock: pence, dates, periods, identifiers, errors, rounding."""
