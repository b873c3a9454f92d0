"""What members get for their points and how: so far prize draws, with their entries and winners."""
