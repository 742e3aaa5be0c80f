"""What coverage buys: plans, the base they start from, and the cohort potential-impact model.

Reads no files and draws nothing. The trap of the whole package: coverage levers, the trend apart from them, and
families leaving KRS are three different things and are never added or converted into one another.
"""
