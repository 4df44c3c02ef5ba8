"""What `./run` does. `run` checks the Python and makes `.venv`; everything after that runs inside it."""
