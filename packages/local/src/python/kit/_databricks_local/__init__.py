"""What programs of the local workspace find in place of a Databricks runtime."""
