"""Invoice to cash and record to report: payables and cash now; receivables, assets, close and statements later."""
