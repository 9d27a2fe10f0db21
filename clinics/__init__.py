"""The app. One room for each thing that the field talks about; see docs/architecture.md."""
