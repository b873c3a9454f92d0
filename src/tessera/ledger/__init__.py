"""The points ledger: accounts, immutable postings, lots, allocations, and the stored answer of every activity."""
