"""Making: a guide becomes an article, a publication, HTML and at last pages."""
