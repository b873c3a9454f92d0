"""Other people's formats, translated into activities and members."""
