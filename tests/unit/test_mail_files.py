"""Mails as files: one file for each, though two backends lie at the same address in the same second."""

import email
from email.policy import default

from django.core.mail import EmailMessage

from platform_core.messaging.backends import FileBackend


def test_every_mail_has_a_file_of_its_own(tmp_path):
    for number in range(20):  # each backend is freed before the next is made, so that they lie at one address
        backend = FileBackend(file_path=tmp_path)
        backend.send_messages([EmailMessage(f"mail {number}", "text", "from@example.com", ["to@example.com"])])
        del backend
    subjects = [email.message_from_bytes(path.read_bytes(), policy=default)["Subject"] for path in tmp_path.iterdir()]
    assert sorted(subjects) == sorted(f"mail {number}" for number in range(20))
