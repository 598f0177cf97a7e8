"""Moving bodies in: the parallel run of pay now; waves, migration and readiness later."""
