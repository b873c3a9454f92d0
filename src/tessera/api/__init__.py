"""HTTP in front of the use cases: wire forms, keys, problems, metrics and the reference. It translates, no more."""
