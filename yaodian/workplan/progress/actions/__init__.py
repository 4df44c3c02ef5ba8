"""Every write to reported progress."""
