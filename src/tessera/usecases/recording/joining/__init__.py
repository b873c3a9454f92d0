"""What joins accounts, and parts them: merges, households, receipts that change hands, and points that went elsewhere."""
