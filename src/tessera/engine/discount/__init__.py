"""What rewards take off a basket: one file a benefit, and the registry that knows them all (`discount.py`)."""
