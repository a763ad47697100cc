"""The checks of mr-envoy against a real Envoy."""
