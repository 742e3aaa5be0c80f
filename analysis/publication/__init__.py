"""What leaves the city hall: the release check, packages, reports, briefings and their files.

A room above `figures`: it composes, and never reads a file itself.
"""
