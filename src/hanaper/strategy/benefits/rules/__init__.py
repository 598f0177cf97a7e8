"""Pure rules of benefits: discounting, appraisal, optimism bias, and what is realised."""
