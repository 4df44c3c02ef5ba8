"""Pages of making a plan public, and the public's own."""
