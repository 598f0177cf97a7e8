"""Real Time Information: what is told to HMRC about each payment, as XML with its IRmark. Pure: no database."""
