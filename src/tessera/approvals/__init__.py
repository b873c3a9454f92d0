"""What staff do by hand, and by whose word: requests, verdicts and corrections. Rows are added, never changed."""
