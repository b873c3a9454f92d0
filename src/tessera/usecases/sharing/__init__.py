"""The parts of households: who may do what in them, and how a member gets from one account to another."""
