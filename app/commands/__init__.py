"""The commands, by what they are for; each module registers its own on the application."""
