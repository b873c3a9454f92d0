"""The parts of recording a batch: gather what is needed under lock, post in memory, compare retries."""
