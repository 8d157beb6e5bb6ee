"""The roles that a speaker held, with since when and until when."""

import json
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from stanceline.domain.speakers import Role
from stanceline.services.events import read_typed_date
from stanceline.ui.inspector.facts import Fact, lock_line
from stanceline.ui.inspector.parts import emptied


class RolesField(QWidget):
    """A line for each role and below it when it was held; an empty one for another role.

    A role whose title is emptied goes. ``committed`` says that a line was changed and left.
    """

    committed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._why_locked = ""
        self.rows: list[RoleRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.show_roles(())

    def show_roles(self, roles: Sequence[Role]) -> None:
        """Show these roles, the last of which is what somebody is now, and an empty line."""
        wanted = [*roles] if self._why_locked else [*roles, Role("")]
        if len(wanted) != len(self.rows):
            emptied(self._column)
            self.rows = [RoleRow(self) for _ in wanted]
            for row in self.rows:
                self._column.addWidget(row)
                if self._why_locked:
                    row.lock(self._why_locked)
        for row, role in zip(self.rows, wanted, strict=True):
            row.show_role(role)
        self.setVisible(bool(wanted))

    def roles(self) -> list[Role]:
        """The roles as they stand in the lines, dates as they were typed."""
        return [role for row in self.rows if (role := row.role()).title]

    def lock(self, reason: str) -> None:
        """Let nobody type here, and say why."""
        roles = self.roles()
        self._why_locked = reason
        self.show_roles(roles)
        for row in self.rows:
            row.lock(reason)


class RoleRow(QWidget):
    """One role, with since when and until when."""

    def __init__(self, field: RolesField) -> None:
        super().__init__(field)
        self.title, self.since, self.until = QLineEdit(), QLineEdit(), QLineEdit()
        self.title.setPlaceholderText(self.tr("Add a role"))
        self.title.setToolTip(self.tr("Add a role"))
        self.since.setPlaceholderText(self.tr("since"))
        self.until.setPlaceholderText(self.tr("until"))
        self.title.setAccessibleName(self.tr("Role"))
        self.since.setAccessibleName(self.tr("Role held since"))
        self.until.setAccessibleName(self.tr("Role held until"))
        dates = QHBoxLayout()
        dates.setSpacing(4)
        dates.addWidget(self.since)
        dates.addWidget(self.until)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addLayout(dates)
        for line in self._lines():
            line.editingFinished.connect(field.committed)
        self.title.textChanged.connect(self._show_dates)
        self._show_dates()

    def _lines(self) -> tuple[QLineEdit, ...]:
        return self.title, self.since, self.until

    def _show_dates(self) -> None:
        """A role that has no name yet needs no dates."""
        for line in (self.since, self.until):
            line.setVisible(bool(self.title.text().strip()))

    def show_role(self, role: Role) -> None:
        """Show this role."""
        for line, text in zip(self._lines(), (role.title, role.since, role.until), strict=True):
            if line.text() != text or line.isModified():
                line.setText(text)
                line.setCursorPosition(0)
        self._show_dates()

    def role(self) -> Role:
        """The role as it stands here."""
        return Role(*(line.text().strip() for line in self._lines()))

    def lock(self, reason: str) -> None:
        """Let nobody type here, and say why."""
        for line in self._lines():
            lock_line(line, reason)


class RolesFact(Fact):
    """Roles as text: a JSON list of title, since and until."""

    def __init__(self, name: str, field: RolesField) -> None:
        super().__init__(name, field)
        self._field = field
        field.committed.connect(self.committed)

    def show(self, value: str) -> None:
        """Show the roles."""
        self._field.show_roles(roles_in(value))

    def value(self, stored: str) -> str:
        """The roles that stand in the field."""
        typed = text_of(self._field.roles())
        return stored if typed == text_of(roles_in(stored)) else typed

    def told(self, value: str) -> str:
        """The titles of the roles."""
        return ", ".join(role.title for role in roles_in(value))

    def typed(self) -> str:
        """The titles that stand in the field."""
        return ", ".join(role.title for role in self._field.roles())

    def lock(self, reason: str) -> None:
        """Let nobody type here, and say why."""
        self._field.lock(reason)


def text_of(roles: Sequence[Role]) -> str:
    """The roles as one text."""
    return json.dumps([(role.title, role.since, role.until) for role in roles])


def roles_in(text: str) -> list[Role]:
    """The roles that ``text_of`` made a text of."""
    return [Role(*parts) for parts in json.loads(text)] if text else []


def dated(role: Role) -> Role:
    """The role with its dates as EDTF; raises EdtfError for what is no date."""
    since, until = (
        read_typed_date(date).value if date.strip() else "" for date in (role.since, role.until)
    )
    return Role(role.title, since, until)
