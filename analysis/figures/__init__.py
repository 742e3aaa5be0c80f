"""What a reader sees, built from tables and choices: charts with their words, the same on a page, in a file, in a deck."""
