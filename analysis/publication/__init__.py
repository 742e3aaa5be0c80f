"""What may leave the app: which cells of which tables are hidden, and the check of a release before it goes."""
