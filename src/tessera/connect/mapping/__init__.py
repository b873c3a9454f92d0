"""The map: a document that says which column of a file is what, and how its dates and figures are written."""
