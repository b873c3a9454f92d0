"""The small things that every room speaks: records, instants, ids, codes, problems. No I/O, no room's knowledge."""
