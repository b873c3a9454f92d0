"""How nouns of the document change within a sentence.

A document gives a currency's name in the forms that numbers need; the case that verbs need follows from the language.
"""

_ENDINGS = {"ая": "ую", "яя": "юю", "а": "у", "я": "ю"}
"""Russian feminine endings in the nominative, and in the accusative: вы получаете бонусную милю."""
_FEMININE = ("а", "я", "чь")
_MASCULINE = (*"бвгджзйклмнпрстфхцчшщ", "день")
"""How words end by whose gender a verb goes; other words in -ь may be of either."""


def object_form(noun: str, *, lang: str) -> str:
    """The form of a noun in the singular that one gets, earns or spends: "1 миля" is "1 милю" there.

    Masculine, neuter and inanimate nouns, and those in -ь, stay as they are; so do other languages.
    """
    if lang != "ru":
        return noun
    return " ".join(map(_accusative, noun.split(" ")))


def gender_of(noun: str, *, lang: str) -> str:
    """A Russian noun's gender by the ending of its first word, as verbs agree with it: "feminine", "masculine"; or "none":
    neuter, not to be told by its ending, or of another language.
    """
    if lang != "ru":
        return "none"
    first = noun.partition(" ")[0]
    if first.endswith(_FEMININE):
        return "feminine"
    return "masculine" if first.endswith(_MASCULINE) else "none"


def _accusative(word: str) -> str:
    return next((word.removesuffix(end) + new for end, new in _ENDINGS.items() if word.endswith(end)), word)
