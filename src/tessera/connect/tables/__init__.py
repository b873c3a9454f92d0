"""Other people's files as rows: CSV, NDJSON and Parquet, in bounded memory, with a place for whatever is broken."""
