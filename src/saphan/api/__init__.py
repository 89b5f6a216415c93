"""What programs see: feeds and, later, the OpenAPI routes."""
