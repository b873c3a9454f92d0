"""Who the members are: their identities, their traits, and the standing that the engine keeps of them."""
