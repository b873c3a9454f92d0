"""What Tessera does, one verb a file. A use case owns its transaction; it knows no HTTP and no command line."""
