"""The documents of a plan, by noun: each module turns what the database says into an `Output`."""
