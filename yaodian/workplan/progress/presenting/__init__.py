"""What the pages of progress are made of."""
