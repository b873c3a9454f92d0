"""Tessera: a customer loyalty platform that runs from one readable document."""

__version__ = "0.1.0"
