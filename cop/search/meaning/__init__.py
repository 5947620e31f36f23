"""What a question is about, beside its words: an optional third ranking by a language model."""
