"""Writing to people by mail: that there is news and where to read it, never what it is.

Mails lie unsealed on many machines and light up on phones that others see. So no mail says anything
about anybody's health, or who somebody is.
"""

from bedside.mail.sending import Attachment, Mail, NotSent, Refused, configure, link, send

__all__ = ["Attachment", "Mail", "NotSent", "Refused", "configure", "link", "send"]
