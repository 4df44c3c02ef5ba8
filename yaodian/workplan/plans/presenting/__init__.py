"""How a plan under review is shown: its items, its text with the items marked in it, what changed meanwhile."""
