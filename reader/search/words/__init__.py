"""What a word is, how it is stemmed and spelt, and which of a corpus's words a typed one may mean."""
