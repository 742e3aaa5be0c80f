"""A package of this name in the project itself: a library that the tests need installs another one beside it."""
