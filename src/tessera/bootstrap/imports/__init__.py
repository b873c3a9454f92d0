"""Bring in what another system knows: files of members and activities, through the same use cases as live traffic."""
