"""The demo's year: the households enrol, and every basket goes through the same engine and ledger as live traffic."""
