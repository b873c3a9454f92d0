"""What staff do by hand, and by whose word: requests and verdicts. Rows are added, never changed."""
