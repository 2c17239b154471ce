"""The words of the interface, in every language of the settings; the words of articles are not kept here."""
