"""What a rule may give, a benefit a file: its reading, schema, sentence and rate. `vocabulary.py` lists them."""
