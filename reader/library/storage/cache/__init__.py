"""What was read and worked out from the documents, and can be made again."""
