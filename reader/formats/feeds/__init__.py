"""Feeds: RSS, Atom, RDF and JSON Feed, and lists of subscriptions."""
