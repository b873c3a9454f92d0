"""The parts of the proof: in which order everything is decided again, how, and what the result is compared to."""
