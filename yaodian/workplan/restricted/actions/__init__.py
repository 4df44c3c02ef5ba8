"""Every write of the restricted register."""
