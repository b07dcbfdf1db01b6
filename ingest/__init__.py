"""From a file to an ``Extraction``: pure functions over one text, no RDF."""
