"""Speak a programme's figures and words in a language."""


class Speaker:
    """x"""
