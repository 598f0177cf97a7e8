"""What can be said of people's numbers and dates: pure."""
