"""Decisions, pure: `decide(programme, standing, activity, now)` has no I/O, no clock and no chance in it."""
