"""How the tests run. What they may ask for, a database, is in `tests/database.py`."""

import hypothesis

# Deadlines measure the neighbours on a shared machine, not the code.
hypothesis.settings.register_profile("tessera", deadline=None)
hypothesis.settings.load_profile("tessera")
