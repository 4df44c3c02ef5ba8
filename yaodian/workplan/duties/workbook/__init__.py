"""Dividing a plan's work in Excel: the workbook out, and its rows looked at before they count."""
