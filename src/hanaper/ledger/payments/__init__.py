"""Instructions to pay: what any part of Hanaper asks the bank to pay passes through here. See README.md."""
