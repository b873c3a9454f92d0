"""Who may call: the API keys of sources, what each may do, and their revocation."""
