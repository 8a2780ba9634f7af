"""Answers written by a language model: prompted with evidence, each sentence proved, bounded."""
