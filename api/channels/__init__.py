"""The ways in from where people work: each channel shows the answer that HTTP gives."""
