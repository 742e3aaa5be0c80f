"""How results look: theme, charts, maps, sentences, exports. Never reads a source file."""
