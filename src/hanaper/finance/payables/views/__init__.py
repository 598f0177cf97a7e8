"""The pages of payables."""
