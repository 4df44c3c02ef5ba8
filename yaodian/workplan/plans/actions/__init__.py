"""Every write to plans, tasks and targets."""
