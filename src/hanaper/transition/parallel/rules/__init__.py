"""Pure: reading an earlier payroll's file, and why two results of pay differ."""
