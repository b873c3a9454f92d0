"""How nouns of the document change within a sentence.

A document gives a currency's name in the forms that numbers need; the case that verbs need follows from the language.
"""

_ENDINGS = {"ая": "ую", "яя": "юю", "а": "у", "я": "ю"}
"""Russian feminine endings in the nominative, and in the accusative: вы получаете бонусную милю."""


def object_form(noun: str, *, lang: str) -> str:
    """The form of a noun in the singular that one gets, earns or spends: "1 миля" is "1 милю" there.

    Masculine, neuter and inanimate nouns, and those in -ь, stay as they are; so do other languages.
    """
    if lang != "ru":
        return noun
    return " ".join(map(_accusative, noun.split(" ")))


def _accusative(word: str) -> str:
    return next((word.removesuffix(end) + new for end, new in _ENDINGS.items() if word.endswith(end)), word)
