"""Django's own strings whose Vietnamese is missing or wrong in Django, named so that our catalogs carry them.

Never imported, only read by `interface_catalogs`; what our locale folder says goes before Django's own.
"""

from django.utils.translation import gettext_noop, ngettext_lazy, pgettext_lazy

# --- Forms: what is wrong with a value
gettext_noop("Enter a valid domain name.")
gettext_noop("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.")
gettext_noop("Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens.")
gettext_noop("Enter a valid %(protocol)s address.")
gettext_noop("IPv4 or IPv6")
gettext_noop("This is not a valid IPv6 address.")
gettext_noop("Ensure this value is a multiple of step size %(limit_value)s.")
gettext_noop(
    "Ensure this value is a multiple of step size %(limit_value)s, starting from %(offset)s, e.g. "
    "%(offset)s, %(valid_value1)s, %(valid_value2)s, and so on."
)
gettext_noop("File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s.")
gettext_noop("Null characters are not allowed.")
gettext_noop("Constraint “%(name)s” is violated.")
gettext_noop("%(model)s instance with %(field)s %(value)r is not a valid choice.")
gettext_noop("Enter a valid duration.")
gettext_noop("The number of days must be between {min_days} and {max_days}.")
gettext_noop("Enter a complete value.")
gettext_noop("Enter a valid UUID.")
gettext_noop("Enter a valid JSON.")
gettext_noop("Value must be valid JSON.")
gettext_noop("“%(pk)s” is not a valid value.")
gettext_noop("The inline value did not match the parent instance.")
gettext_noop(
    "%(datetime)s couldn’t be interpreted in time zone %(current_timezone)s; it may be ambiguous or it may not exist."
)
gettext_noop(
    "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. You "
    "may need to file a bug report if the issue persists."
)
ngettext_lazy("Please submit at most %(num)d form.", "Please submit at most %(num)d forms.", "num")
ngettext_lazy("Please submit at least %(num)d form.", "Please submit at least %(num)d forms.", "num")
gettext_noop("- Select an option -")

# --- Fields of models: what is wrong with a value
gettext_noop("“%(value)s” value must be either True or False.")
gettext_noop("“%(value)s” value must be either True, False, or None.")
gettext_noop("“%(value)s” value must be either None, True or False.")
gettext_noop("“%(value)s” value must be a decimal number.")
gettext_noop("“%(value)s” value must be a float.")
gettext_noop("“%(value)s” value must be an integer.")
gettext_noop("“%(value)s” is not a valid binary value.")
gettext_noop("“%(value)s” is not a valid UUID.")
gettext_noop("“%(value)s” value has an invalid date format. It must be in YYYY-MM-DD format.")
gettext_noop("“%(value)s” value has the correct format (YYYY-MM-DD) but it is an invalid date.")
gettext_noop("“%(value)s” value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.")
gettext_noop(
    "“%(value)s” value has the correct format (YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time."
)
gettext_noop("“%(value)s” value has an invalid format. It must be in HH:MM[:ss[.uuuuuu]] format.")
gettext_noop("“%(value)s” value has the correct format (HH:MM[:ss[.uuuuuu]]) but it is an invalid time.")
gettext_noop("“%(value)s” value has an invalid format. It must be in [DD] [[HH:]MM:]ss[.uuuuuu] format.")
gettext_noop("%(from)s-%(to)s relationship")
gettext_noop("%(from)s-%(to)s relationships")

# --- Pages, time and tasks
gettext_noop("That page number is not an integer")
gettext_noop("That page number is less than 1")
gettext_noop("That page contains no results")
gettext_noop("No %s matches the given query.")
ngettext_lazy("%(num)d year", "%(num)d years", "num")
ngettext_lazy("%(num)d month", "%(num)d months", "num")
ngettext_lazy("%(num)d week", "%(num)d weeks", "num")
ngettext_lazy("%(num)d day", "%(num)d days", "num")
ngettext_lazy("%(num)d hour", "%(num)d hours", "num")
ngettext_lazy("%(num)d minute", "%(num)d minutes", "num")
pgettext_lazy("Task", "Ready")
pgettext_lazy("Task", "Running")
pgettext_lazy("Task", "Failed")
pgettext_lazy("Task", "Successful")

# --- A form refused for its CSRF token
gettext_noop("Forbidden")
gettext_noop("CSRF verification failed. Request aborted.")
gettext_noop(
    "You are seeing this message because this HTTPS site requires a “Referer header” to be sent by "
    "your web browser, but none was sent. This header is required for security reasons, to ensure "
    "that your browser is not being hijacked by third parties."
)
gettext_noop(
    "If you have configured your browser to disable “Referer” headers, please re-enable them, at "
    "least for this site, or for HTTPS connections, or for “same-origin” requests."
)
gettext_noop(
    'If you are using the <meta name="referrer" content="no-referrer"> tag or including the '
    "“Referrer-Policy: no-referrer” header, please remove them. The CSRF protection requires the "
    "“Referer” header to do strict referer checking. If you’re concerned about privacy, use "
    'alternatives like <a rel="noreferrer" …> for links to third-party sites.'
)
gettext_noop(
    "You are seeing this message because this site requires a CSRF cookie when submitting forms. This"
    " cookie is required for security reasons, to ensure that your browser is not being hijacked by "
    "third parties."
)
gettext_noop(
    "If you have configured your browser to disable cookies, please re-enable them, at least for this"
    " site, or for “same-origin” requests."
)
gettext_noop("More information is available with DEBUG=True.")

# --- The admin
gettext_noop("Select this object for an action - {}")
gettext_noop("Select all objects on this page for an action")
gettext_noop('The app "%s" could not be found.')
ngettext_lazy("…and %(count)d more object.", "…and %(count)d more objects.", "count")
gettext_noop("Run")
gettext_noop("Breadcrumbs")
gettext_noop("Model name")
gettext_noop("Add link")
gettext_noop("Change or view list link")
gettext_noop("After you’ve created a user, you’ll be able to edit more user options.")
gettext_noop("Error:")
ngettext_lazy("Please correct the error below.", "Please correct the errors below.", "num")
gettext_noop("This action will <strong>enable</strong> password-based authentication for this user.")
gettext_noop("Disable password-based authentication")
gettext_noop("Enable password-based authentication")
gettext_noop("Skip to main content")
gettext_noop("Hide counts")
gettext_noop("Show counts")
gettext_noop("Toggle theme (current theme: auto)")
gettext_noop("Toggle theme (current theme: light)")
gettext_noop("Toggle theme (current theme: dark)")
gettext_noop("Filter by %(field_name)s")
gettext_noop(
    "Deleting the %(object_name)s “%(escaped_object)s” would result in deleting related objects, but "
    "your account doesn't have permission to delete the following types of objects:"
)
gettext_noop(
    "Deleting the %(object_name)s “%(escaped_object)s” would require deleting the following protected related objects:"
)
gettext_noop(
    "Are you sure you want to delete the %(object_name)s “%(escaped_object)s”? All of the following "
    "related items will be deleted:"
)
gettext_noop("Added:")
gettext_noop("Changed:")
gettext_noop("Deleted:")
gettext_noop("Forgotten your login credentials?")
gettext_noop("Toggle navigation")
gettext_noop("Sidebar")
gettext_noop("Filter navigation items")
gettext_noop("Pagination %(name)s entries")
ngettext_lazy("entry", "entries", "counter")
gettext_noop("Pagination %(name)s")
gettext_noop("Search %(name)s")
gettext_noop("View selected %(model)s")
gettext_noop("Logout")
gettext_noop("In case you’ve forgotten, you are:")

# --- Signing in and passwords
gettext_noop("Conflicting form data submitted. Please try again.")
gettext_noop("Password-based authentication was disabled.")
gettext_noop("Set password: %s")
gettext_noop("Reset password")
gettext_noop("Set password")
gettext_noop(
    "Whether the user will be able to authenticate using a password or not. If disabled, they may "
    "still be able to authenticate using other backends, such as Single Sign-On or LDAP."
)
gettext_noop("Password-based authentication")
gettext_noop("Enabled")
gettext_noop("Disabled")
gettext_noop("Raw passwords are not stored, so there is no way to see the user’s password.")
gettext_noop("Enable password-based authentication for this user by setting a password.")
ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
)
gettext_noop(
    "Enter a valid username. This value may contain only unaccented lowercase a-z and uppercase A-Z "
    "letters, numbers, and @/./+/-/_ characters."
)

# --- Django has Vietnamese for these, but it is wrong or misleads (“unsuccessful” was “thành công”)
gettext_noop("Password reset unsuccessful")
gettext_noop("Please either submit a file or check the clear checkbox, not both.")
gettext_noop(
    "Deleting %(class_name)s %(instance)s would require deleting the following protected related "
    "objects: %(related_objects)s"
)
gettext_noop("Enter a valid email address.")
gettext_noop("Enter a whole number.")
gettext_noop("Ensure this value is %(limit_value)s (it is %(show_value)s).")
gettext_noop("Ensure this value is less than or equal to %(limit_value)s.")
gettext_noop("Ensure this value is greater than or equal to %(limit_value)s.")
gettext_noop("Past 7 days")
gettext_noop(" By %(filter_title)s ")
gettext_noop("0 of %(cnt)s selected")
ngettext_lazy(
    "%(count)s %(name)s was changed successfully.",
    "%(count)s %(name)s were changed successfully.",
    "count",
)
gettext_noop("Successfully deleted %(count)d %(items)s.")
gettext_noop("Site administration")
gettext_noop("Action:")
gettext_noop("History")
gettext_noop("Log out")
gettext_noop("Logged out")
gettext_noop("log entry")
gettext_noop("log entries")
gettext_noop("action flag")
gettext_noop("object repr")
gettext_noop("change message")
gettext_noop("permission")
gettext_noop("permissions")
