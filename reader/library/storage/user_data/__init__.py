"""What a person made and cannot get back: its tables, its journal, its backups."""
