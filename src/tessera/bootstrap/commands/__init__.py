"""The subcommands of `tessera`, one a file: each translates words to a use case, and its answer to lines or JSON."""
