"""The README is true: its commands, rooms, states and settings exist."""

import re

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

from cms.people.roles import ROLES
from cms.translation.models import Stage, State

TEXT = (settings.BASE_DIR / "README.md").read_text()
COMMANDS = re.findall(r"manage\.py (\w+)", TEXT)


@pytest.mark.parametrize("name", sorted(set(COMMANDS)))
def test_every_command_it_names_exists(name):
    assert name in get_commands()


@pytest.mark.parametrize("line", [line for line in TEXT.splitlines() if line.startswith("    manage.py")])
def test_every_command_line_it_shows_is_understood(line):
    name, *arguments = line.split("#")[0].split()[1:]
    app = get_commands()[name]
    command = load_command_class(app, name) if isinstance(app, str) else app
    command.create_parser("manage.py", name).parse_args(arguments)


def test_the_states_stages_and_roles_are_those_of_the_code():
    for words in [state.label for state in State] + [stage.label for stage in Stage] + list(ROLES):
        assert str(words) in " ".join(TEXT.split()), words


def test_every_room_it_maps_is_there_and_every_room_is_mapped():
    named = set(re.findall(r"`cms/(\w+)/`", TEXT))
    assert named == {path.parent.name for path in (settings.BASE_DIR / "cms").glob("*/__init__.py")}


def test_every_variable_the_settings_read_is_explained():
    source = (settings.BASE_DIR / "cms" / "settings.py").read_text()
    asked = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source)) - {"CMS_DEMO"}
    assert asked == {name for name in asked if f"`{name}`" in TEXT}


def test_every_picture_it_shows_is_there():
    for path in re.findall(r"!\[[^]]*\]\(([^)]+)\)", TEXT):
        assert (settings.BASE_DIR / path).stat().st_size > 5_000
