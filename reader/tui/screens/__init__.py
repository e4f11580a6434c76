"""The screens: they route between the library and the widgets."""
