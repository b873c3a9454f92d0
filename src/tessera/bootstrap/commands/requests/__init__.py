"""What staff ask for by hand, of whatever kind: by whose word, how it is told, and the commands that decide it."""
