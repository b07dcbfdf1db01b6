"""From extractions to a stored, checked, traceable RDF graph."""
