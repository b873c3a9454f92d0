"""The parts of adjusting by hand: what is asked, carrying it out, by whose word."""
