"""Every write of making a plan public."""
