"""The parts of deciding what staff ask for: the limits of one hand, carrying a request out, by whose word."""
