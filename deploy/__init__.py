"""The single file: how it is built and how it begins; sample configurations of what stands around it."""
