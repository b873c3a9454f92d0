"""The programme document: read it, check it, explain it, compare it, publish its schema. Pure; no I/O but the text."""
