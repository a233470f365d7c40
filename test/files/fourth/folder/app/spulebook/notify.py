"""Reminder mails."""

import smtplib
import time
from email.message import EmailMessage

from .settings import settings

RETRY_AFTER = (5 * 60, 15 * 60, 60 * 60)
REMIND_HOURS_BEFORE = 18


def build(user, booking) -> EmailMessage:
    msg = EmailMessage()
    msg["From"] = settings.mail.sender
    msg["To"] = user.email
    msg["Subject"] = f"Your booking: {booking.title}"
    msg.set_content(
        f"Hello {user.first_name},\n\n"
        f"you have booked {booking.title} on {booking.day} at {booking.time}.\n"
        "If you cannot come, please cancel so that somebody else can use it.\n\n"
        "Your Spule"
    )
    return msg


def send(msg: EmailMessage, attempt: int = 0) -> bool:
    try:
        with smtplib.SMTP(
            settings.mail.host, settings.mail.port, timeout=settings.mail.timeout
        ) as smtp:
            smtp.starttls()
            smtp.login(settings.mail.user, settings.mail.password)
            smtp.send_message(msg)
        return True
    except (smtplib.SMTPException, OSError):
        if attempt >= len(RETRY_AFTER):
            # give up; the morning report lists these
            return False
        time.sleep(RETRY_AFTER[attempt])
        return send(msg, attempt + 1)
