"""The parts of correcting a receipt: what is asked, and taking the purchase from one member to the other."""
