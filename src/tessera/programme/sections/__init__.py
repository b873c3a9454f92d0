"""The document's sections: the shape of each, and how it becomes typed values."""
