"""Reading a bureau's own 任务分解表: its heads, its rows, its dates, and what each row would change."""
