"""From a question to a proved answer: understand, retrieve, decide, write, verify."""
