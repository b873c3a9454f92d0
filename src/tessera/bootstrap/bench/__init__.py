"""Benchmarks: each measures one figure beside a baseline taken in the same run, in a database of its own."""
