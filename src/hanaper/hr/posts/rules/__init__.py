"""What follows from grades and scales: pure."""
