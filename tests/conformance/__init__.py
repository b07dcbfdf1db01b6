"""SPARQL 1.1 conformance: published manifests where they are present, and a small set of our own always."""
