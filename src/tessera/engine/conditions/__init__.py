"""What a rule may ask, a condition a file: its reading, schema, sentence and gate. `vocabulary.py` lists them."""
