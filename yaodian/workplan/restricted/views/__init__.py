"""Pages of the restricted register."""
