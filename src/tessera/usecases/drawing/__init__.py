"""The parts of holding a prize draw: its states, and its record made of rows."""
