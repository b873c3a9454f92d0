"""The programme's versions: what was published, from when it holds, and the draft that is being written."""
