"""Scenarios: what coverage buys, what it costs, how to split a budget."""
