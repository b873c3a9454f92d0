"""The parts of claiming points that are missing: what is asked, and recording the purchase."""
