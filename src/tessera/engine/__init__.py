"""Decisions, pure: `decide(compiled, standing, activity, traits)` has no I/O, no clock and no chance in it."""
