"""The parts of adjusting by hand: what is asked, and the activity that it becomes."""
