"""The parts of paying with gift cards as a guest: what is decided, and what is kept of it."""
