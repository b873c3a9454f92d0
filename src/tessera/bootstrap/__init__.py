"""The composition root: settings, wiring, the embedded PostgreSQL, and the `tessera` command."""
