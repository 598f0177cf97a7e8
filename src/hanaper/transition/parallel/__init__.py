"""The parallel run: an earlier payroll beside ours, to the penny, until a body may be cut over."""
