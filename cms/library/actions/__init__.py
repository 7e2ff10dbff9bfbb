from cms.library.actions.files import add_file, read_file, read_files_later

__all__ = ["add_file", "read_file", "read_files_later"]
