"""Pure rules of cash: bank files in and out, without a database or a clock."""
