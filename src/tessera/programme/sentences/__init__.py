"""The sentences of each section: a rule, a currency, a ladder of levels."""
