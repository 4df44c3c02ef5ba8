"""How published words are laid out."""
